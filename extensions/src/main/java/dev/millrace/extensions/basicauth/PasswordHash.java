package dev.millrace.extensions.basicauth;

import at.favre.lib.crypto.bcrypt.BCrypt;
import at.favre.lib.crypto.bcrypt.LongPasswordStrategies;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.regex.Pattern;
import org.apache.commons.codec.digest.Crypt;
import org.apache.commons.codec.digest.Md5Crypt;
import org.jspecify.annotations.Nullable;

/**
 * What a line of an htpasswd file keeps of a password. Matching takes its time: never on a loop.
 */
interface PasswordHash {

  /** Whether it is of this password; takes as long for a wrong one as for the right one. */
  boolean matches(byte[] password);

  /**
   * Reads what follows the name and colon.
   *
   * @return null when it begins as a known form and is damaged
   */
  static @Nullable PasswordHash parse(String text) {
    if (text.startsWith("$apr1$")) {
      return Forms.APR1.matcher(text).matches()
          ? password -> same(Md5Crypt.apr1Crypt(password, text), text)
          : null;
    }
    if (text.startsWith("{SHA}")) {
      return sha1(text.substring("{SHA}".length()), false);
    }
    if (text.startsWith("{SSHA}")) {
      return sha1(text.substring("{SSHA}".length()), true);
    }
    if (text.startsWith("$2a$") || text.startsWith("$2b$") || text.startsWith("$2y$")) {
      return bcrypt(text);
    }
    if (text.startsWith("$5$") || text.startsWith("$6$")) {
      return Forms.SHA2.matcher(text).matches()
          ? password -> same(Crypt.crypt(password, text), text)
          : null;
    }
    byte[] plain = text.getBytes(StandardCharsets.UTF_8);
    return password -> MessageDigest.isEqual(password, plain);
  }

  private static @Nullable PasswordHash bcrypt(String text) {
    if (!Forms.BCRYPT.matcher(text).matches()) {
      return null;
    }
    byte[] hash = text.getBytes(StandardCharsets.US_ASCII);
    // bcrypt reads 72 bytes; as in Apache and Go, what follows them does not count.
    BCrypt.Verifyer verifier =
        BCrypt.verifyer(
            BCrypt.Version.VERSION_2Y, LongPasswordStrategies.truncate(BCrypt.Version.VERSION_2Y));
    return password -> verifier.verify(password, hash).verified;
  }

  private static @Nullable PasswordHash sha1(String base64, boolean salted) {
    byte[] decoded;
    try {
      decoded = Base64.getDecoder().decode(base64);
    } catch (IllegalArgumentException e) {
      return null;
    }
    if (decoded.length < Forms.SHA1_BYTES || (!salted && decoded.length > Forms.SHA1_BYTES)) {
      return null;
    }
    byte[] hash = Arrays.copyOf(decoded, Forms.SHA1_BYTES);
    byte[] salt = Arrays.copyOfRange(decoded, Forms.SHA1_BYTES, decoded.length);
    return password -> MessageDigest.isEqual(sha1Of(password, salt), hash);
  }

  private static byte[] sha1Of(byte[] password, byte[] salt) {
    try {
      MessageDigest sha1 = MessageDigest.getInstance("SHA-1");
      sha1.update(password);
      return sha1.digest(salt);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JVM has SHA-1", e);
    }
  }

  private static boolean same(String one, String other) {
    return MessageDigest.isEqual(
        one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
  }

  /** How hashes are written. */
  final class Forms {
    private static final int SHA1_BYTES = 20;
    private static final Pattern APR1 =
        Pattern.compile("\\$apr1\\$[./0-9A-Za-z]{1,8}\\$[./0-9A-Za-z]{22}");
    private static final Pattern BCRYPT =
        Pattern.compile("\\$2[aby]\\$(0[4-9]|[12][0-9]|3[01])\\$[./0-9A-Za-z]{53}");
    private static final Pattern SHA2 =
        Pattern.compile("\\$[56]\\$(rounds=[0-9]{1,9}\\$)?[./0-9A-Za-z]{1,16}\\$[./0-9A-Za-z]+");

    private Forms() {}
  }
}
