package dev.millrace.net.tls;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Private keys in the two old PEM forms that openssl and Go know and the JDK does not: they are put
 * into the form that it does.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc5208#section-5">RFC 5208: PKCS#8</a>
 * @see <a href="https://www.rfc-editor.org/rfc/rfc5915#section-3">RFC 5915: EC keys</a>
 */
public final class PemKey {
  private static final Pattern OLD =
      Pattern.compile(
          "-----BEGIN (RSA|EC) PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END \\1 PRIVATE KEY-----");

  private static final int INTEGER = 0x02;
  private static final int OCTETS = 0x04;
  private static final int OBJECT_ID = 0x06;
  private static final int SEQUENCE = 0x30;
  private static final int EC_PARAMETERS = 0xa0;
  private static final byte[] VERSION_0 = {INTEGER, 1, 0};
  private static final byte[] RSA = {
    OBJECT_ID, 9, 0x2a, (byte) 0x86, 0x48, (byte) 0x86, (byte) 0xf7, 0x0d, 1, 1, 1, 5, 0
  };
  private static final byte[] EC = {OBJECT_ID, 7, 0x2a, (byte) 0x86, 0x48, (byte) 0xce, 0x3d, 2, 1};

  private PemKey() {}

  /** The same key as PKCS#8; what is not in an old form comes back as it is. */
  public static byte[] asPkcs8(byte[] pem) throws IOException {
    Matcher old = OLD.matcher(new String(pem, StandardCharsets.ISO_8859_1));
    if (!old.find()) {
      return pem;
    }
    byte[] der;
    try {
      der = Base64.getMimeDecoder().decode(old.group(2));
    } catch (IllegalArgumentException e) {
      throw new IOException("the private key is no base64", e);
    }
    byte[] algorithm = old.group(1).equals("RSA") ? RSA : concat(EC, curve(der));
    byte[] pkcs8 =
        element(SEQUENCE, concat(VERSION_0, element(SEQUENCE, algorithm), element(OCTETS, der)));
    String text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(pkcs8);
    return ("-----BEGIN PRIVATE KEY-----\n" + text + "\n-----END PRIVATE KEY-----\n")
        .getBytes(StandardCharsets.US_ASCII);
  }

  /** The curve's object id, which a key of that form says behind its number. */
  private static byte[] curve(byte[] der) throws IOException {
    int at = contentStart(der, 0, SEQUENCE);
    while (at < der.length) {
      int tag = der[at] & 0xff;
      int start = contentStart(der, at, tag);
      int end = start + length(der, at);
      if (end > der.length) {
        break;
      }
      if (tag == EC_PARAMETERS) {
        return Arrays.copyOfRange(der, start, end);
      }
      at = end;
    }
    throw new IOException("the EC private key does not name its curve");
  }

  private static int contentStart(byte[] der, int at, int tag) throws IOException {
    if (at + 2 > der.length || (der[at] & 0xff) != tag) {
      throw new IOException("the private key is damaged");
    }
    int first = der[at + 1];
    return at + 2 + (first < 0 ? first & 0x7f : 0);
  }

  private static int length(byte[] der, int at) throws IOException {
    int first = der[at + 1];
    if (first >= 0) {
      return first;
    }
    int bytes = first & 0x7f;
    if (bytes > 2 || at + 2 + bytes > der.length) {
      throw new IOException("the private key is damaged");
    }
    int length = 0;
    for (int i = 0; i < bytes; i++) {
      length = length << 8 | (der[at + 2 + i] & 0xff);
    }
    return length;
  }

  private static byte[] element(int tag, byte[] content) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(tag);
    if (content.length < 0x80) {
      out.write(content.length);
    } else if (content.length < 0x100) {
      out.write(0x81);
      out.write(content.length);
    } else {
      out.write(0x82);
      out.write(content.length >>> 8);
      out.write(content.length);
    }
    out.writeBytes(content);
    return out.toByteArray();
  }

  private static byte[] concat(byte[]... parts) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      out.writeBytes(part);
    }
    return out.toByteArray();
  }
}
