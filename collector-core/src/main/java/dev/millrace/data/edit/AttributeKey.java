package dev.millrace.data.edit;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The key of an attribute with its bytes: to be made once and compared often. Immutable. */
public final class AttributeKey {
  private final String text;
  private final byte[] utf8;

  private AttributeKey(String text) {
    this.text = text;
    this.utf8 = text.getBytes(StandardCharsets.UTF_8);
  }

  /** The key with that name. */
  public static AttributeKey of(String text) {
    return new AttributeKey(text);
  }

  /** The bytes, not to be written to. */
  public byte[] utf8() {
    return utf8;
  }

  boolean matches(byte[] array, int from, int end) {
    return Arrays.equals(utf8, 0, utf8.length, array, from, end);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof AttributeKey key && key.text.equals(text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  @Override
  public String toString() {
    return text;
  }
}
