package dev.millrace.net.tls;

import io.netty.handler.ssl.SslContextBuilder;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import javax.net.ssl.SSLContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What both sides of TLS may agree on.
 *
 * @param protocols versions by the JVM's names, {@code TLSv1.2}
 * @param cipherSuites of TLS up to 1.2, by their IANA names; empty for the JVM's own choice. Those
 *     of TLS 1.3 are always there, as in Go
 * @param groups curves by the JVM's names, {@code secp256r1}; empty for the JVM's own choice
 */
public record TlsParameters(
    List<String> protocols, List<String> cipherSuites, List<String> groups) {
  /** TLS 1.2 and 1.3. */
  public static final TlsParameters DEFAULTS =
      new TlsParameters(List.of("TLSv1.2", "TLSv1.3"), List.of(), List.of());

  private static final Logger LOGGER = LoggerFactory.getLogger(TlsParameters.class);
  private static final String NEWEST = "TLSv1.3";

  /** Sets versions and suites; fails with a sentence. */
  void applyTo(SslContextBuilder builder) throws IOException {
    builder.protocols(protocols);
    if (cipherSuites.isEmpty()) {
      return;
    }
    Set<String> present = present();
    List<String> suites = new ArrayList<>();
    List<String> absent = new ArrayList<>();
    Set<String> wanted = new LinkedHashSet<>(CipherSuites.OF_TLS_1_3);
    wanted.addAll(cipherSuites);
    for (String suite : wanted) {
      String name = CipherSuites.nameOf(suite, present);
      if (name == null) {
        absent.add(suite);
      } else {
        suites.add(name);
      }
    }
    boolean any = suites.size() > CipherSuites.OF_TLS_1_3.size() || protocols.contains(NEWEST);
    if (suites.isEmpty() || !any) {
      throw new IOException(
          "cipher_suites: this JVM has none of them: "
              + String.join(", ", absent)
              + "; add others");
    }
    if (!absent.isEmpty()) {
      LOGGER.warn(
          "cipher_suites: this JVM does not have {}; going without", String.join(", ", absent));
    }
    builder.ciphers(suites);
  }

  private static Set<String> present() throws IOException {
    try {
      return Set.of(SSLContext.getDefault().getSupportedSSLParameters().getCipherSuites());
    } catch (GeneralSecurityException e) {
      throw new IOException("this JVM has no TLS: " + e.getMessage(), e);
    }
  }
}
