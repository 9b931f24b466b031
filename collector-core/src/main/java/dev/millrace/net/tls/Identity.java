package dev.millrace.net.tls;

import io.netty.handler.ssl.SslContextBuilder;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where a certificate chain and its key are, and what was last read there.
 *
 * @param certificate where the chain is
 * @param key where the key is
 * @param certificateBytes what it said
 * @param keyBytes what it said
 */
record Identity(PemSource certificate, PemSource key, byte[] certificateBytes, byte[] keyBytes) {
  private static final byte[] PROBE = {1, 2, 3};

  /** Reads both; may block. Fails with a sentence. */
  static Identity read(PemSource certificate, PemSource key) throws IOException {
    return new Identity(certificate, key, certificate.read(), key.read());
  }

  boolean isSameAs(Identity other) {
    return Arrays.equals(certificateBytes, other.certificateBytes)
        && Arrays.equals(keyBytes, other.keyBytes);
  }

  SslContextBuilder forServer() throws IOException {
    List<X509Certificate> chain = Pem.certificates(certificate, certificateBytes);
    return SslContextBuilder.forServer(keyOf(chain), chain);
  }

  void show(SslContextBuilder client) throws IOException {
    List<X509Certificate> chain = Pem.certificates(certificate, certificateBytes);
    client.keyManager(keyOf(chain), chain);
  }

  private PrivateKey keyOf(List<X509Certificate> chain) throws IOException {
    PrivateKey secret = Pem.key(key, keyBytes);
    if (!fit(secret, chain.get(0).getPublicKey())) {
      throw new IOException(
          "%s does not belong to %s; replace one of them".formatted(key, certificate));
    }
    return secret;
  }

  // Half of a pair may have been replaced, the other half not yet.
  private static boolean fit(PrivateKey secret, PublicKey known) {
    String algorithm = algorithm(known);
    if (algorithm == null) {
      return true; // nothing to tell by
    }
    try {
      Signature signature = Signature.getInstance(algorithm);
      signature.initSign(secret);
      signature.update(PROBE);
      byte[] signed = signature.sign();
      signature.initVerify(known);
      signature.update(PROBE);
      return signature.verify(signed);
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  private static @Nullable String algorithm(PublicKey key) {
    return switch (key.getAlgorithm()) {
      case "RSA" -> "SHA256withRSA";
      case "EC" -> "SHA256withECDSA";
      case "EdDSA", "Ed25519", "Ed448" -> key.getAlgorithm();
      default -> null;
    };
  }
}
