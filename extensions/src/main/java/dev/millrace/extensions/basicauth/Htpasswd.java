package dev.millrace.extensions.basicauth;

import dev.millrace.net.auth.VerifiedCredentials;
import java.util.HashMap;
import java.util.Map;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Names and hashes of one reading of a password file, and the logins that it was found to match.
 * Any thread.
 */
final class Htpasswd {
  private final Map<String, PasswordHash> hashes = new HashMap<>();
  private final VerifiedCredentials<Map<String, String>> verified = new VerifiedCredentials<>();
  private final @Nullable PasswordHash decoy;

  /**
   * Reads lines of {@code name:hash}; of two lines of one name the later wins.
   *
   * @param damaged is told the number of each line that is of no use
   */
  Htpasswd(String text, IntConsumer damaged) {
    String[] lines = text.split("\n", -1);
    for (int i = 0; i < lines.length; i++) {
      String line = lines[i].strip();
      int colon = line.indexOf(':');
      PasswordHash hash = colon < 0 ? null : PasswordHash.parse(line.substring(colon + 1));
      if (hash != null) {
        hashes.put(line.substring(0, colon), hash);
      } else if (!line.isEmpty()) {
        damaged.accept(i + 1);
      }
    }
    decoy = hashes.values().stream().findFirst().orElse(null);
  }

  /** Whether the password is that of the name; blocks. */
  boolean matches(String name, byte[] password) {
    PasswordHash hash = hashes.get(name);
    if (hash != null) {
      return hash.matches(password);
    }
    if (decoy != null) {
      decoy.matches(password); // the time that this takes shall not tell which names there are
    }
    return false;
  }

  VerifiedCredentials<Map<String, String>> verified() {
    return verified;
  }
}
