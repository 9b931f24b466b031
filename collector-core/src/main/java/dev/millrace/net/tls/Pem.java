package dev.millrace.net.tls;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads PEM blocks among whatever else a file says; fails with a sentence that names the file. */
final class Pem {
  private static final Pattern CERTIFICATE = block("CERTIFICATE");
  private static final Pattern KEY = block("PRIVATE KEY");
  private static final List<String> KEY_TYPES = List.of("RSA", "EC", "EdDSA", "DSA");

  private Pem() {}

  private static Pattern block(String type) {
    return Pattern.compile("-----BEGIN " + type + "-----([^-]+)-----END " + type + "-----");
  }

  /** All certificates, one at least. */
  static List<X509Certificate> certificates(PemSource source, byte[] pem) throws IOException {
    List<X509Certificate> all = new ArrayList<>();
    Matcher blocks = CERTIFICATE.matcher(new String(pem, StandardCharsets.ISO_8859_1));
    try {
      CertificateFactory factory = CertificateFactory.getInstance("X.509");
      while (blocks.find()) {
        byte[] der = Base64.getMimeDecoder().decode(blocks.group(1));
        all.add((X509Certificate) factory.generateCertificate(new ByteArrayInputStream(der)));
      }
    } catch (CertificateException | IllegalArgumentException e) {
      throw new IOException(
          source + ": a certificate in it is damaged: " + e.getMessage() + "; replace the file", e);
    }
    if (all.isEmpty()) {
      throw new IOException(source + ": no certificate in it (expected: one or more in PEM form)");
    }
    return all;
  }

  /** The private key, which must not be encrypted. */
  static PrivateKey key(PemSource source, byte[] pem) throws IOException {
    byte[] pkcs8;
    try {
      pkcs8 = PemKey.asPkcs8(pem);
    } catch (IOException e) {
      throw new IOException(source + ": " + e.getMessage(), e);
    }
    String text = new String(pkcs8, StandardCharsets.ISO_8859_1);
    Matcher block = KEY.matcher(text);
    if (block.find()) {
      return key(source, block.group(1));
    }
    throw new IOException(
        text.contains("ENCRYPTED")
            ? source + ": the private key is encrypted; decrypt it (openssl pkey -in … -out …)"
            : source + ": no private key in it (expected: one in PEM form, not encrypted)");
  }

  private static PrivateKey key(PemSource source, String base64) throws IOException {
    byte[] der;
    try {
      der = Base64.getMimeDecoder().decode(base64);
    } catch (IllegalArgumentException e) {
      throw new IOException(source + ": the private key is no base64; replace the file", e);
    }
    GeneralSecurityException last = null;
    for (String type : KEY_TYPES) {
      try {
        return KeyFactory.getInstance(type).generatePrivate(new PKCS8EncodedKeySpec(der));
      } catch (GeneralSecurityException e) {
        last = e; // of another type, or of none
      }
    }
    throw unusable(source, last);
  }

  private static IOException unusable(PemSource source, @Nullable Exception cause) {
    return new IOException(
        source + ": the private key is damaged, or neither RSA nor EC nor Ed25519; replace it",
        cause);
  }
}
