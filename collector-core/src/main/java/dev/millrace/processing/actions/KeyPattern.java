package dev.millrace.processing.actions;

import com.google.re2j.Pattern;
import dev.millrace.data.rewrite.AttributeTable;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Which keys a pattern matches, each asked once in a run: the items of a batch have the same few.
 *
 * <p>One thread. Bounds: {@value #MAX_KEYS} keys are remembered.
 */
final class KeyPattern {
  private static final int MAX_KEYS = 256;
  private static final int SLOTS = 2 * MAX_KEYS;

  private final Pattern pattern;
  private final byte[] @Nullable [] keys = new byte[SLOTS][];
  private final boolean[] verdicts = new boolean[SLOTS];
  private int count;

  KeyPattern(Pattern pattern) {
    this.pattern = pattern;
  }

  boolean matches(AttributeTable attributes, int row) {
    int hash = attributes.keyHash(row);
    int slot = (hash ^ hash >>> 16) & SLOTS - 1;
    for (byte[] key = keys[slot]; key != null; key = keys[slot]) {
      if (attributes.hasKey(row, key)) {
        return verdicts[slot];
      }
      slot = slot + 1 & SLOTS - 1;
    }
    String key = attributes.key(row);
    boolean verdict = pattern.matcher(key).find();
    if (count < MAX_KEYS) {
      count++;
      keys[slot] = key.getBytes(StandardCharsets.UTF_8);
      verdicts[slot] = verdict;
    }
    return verdict;
  }
}
