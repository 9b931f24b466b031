package dev.millrace.net.tls;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/** Makes trust in the authorities of a PEM source; fails with a sentence. */
final class Authorities {

  private Authorities() {}

  /**
   * Trusts what {@code pem} says.
   *
   * @param pem what was read of {@code source}
   * @param withSystem whether the JVM's authorities are trusted besides
   */
  static TrustManagerFactory of(PemSource source, byte[] pem, boolean withSystem)
      throws IOException {
    try {
      KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
      store.load(null, null);
      int number = 0;
      for (X509Certificate certificate : Pem.certificates(source, pem)) {
        store.setCertificateEntry("ca" + number++, certificate);
      }
      if (withSystem) {
        addSystemAuthorities(store);
      }
      return factory(store);
    } catch (GeneralSecurityException e) {
      throw new IOException("cannot trust %s: %s".formatted(source, e.getMessage()), e);
    }
  }

  private static void addSystemAuthorities(KeyStore store) throws GeneralSecurityException {
    for (TrustManager manager : factory(null).getTrustManagers()) {
      if (manager instanceof X509TrustManager system) {
        int number = 0;
        for (X509Certificate certificate : system.getAcceptedIssuers()) {
          store.setCertificateEntry("system" + number++, certificate);
        }
      }
    }
  }

  private static TrustManagerFactory factory(@Nullable KeyStore store)
      throws GeneralSecurityException {
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(store);
    return factory;
  }
}
