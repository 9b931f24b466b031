package dev.millrace.data;

import org.jspecify.annotations.Nullable;

/**
 * The compressed form that a part came in: a whole stream of its coding, which others may follow.
 * Immutable; whoever makes one leaves the array alone from then on.
 *
 * @param coding {@code gzip} or {@code zstd}, whose streams laid end to end are one
 * @param bytes an array of their own
 */
public record Packed(String coding, byte[] bytes) {

  /** The coding by a name of it; null for one whose streams cannot follow one another. */
  public static @Nullable String codingOf(String name) {
    return switch (name) {
      case "gzip", "x-gzip" -> "gzip";
      case "zstd" -> "zstd";
      default -> null;
    };
  }

  @Override
  public String toString() {
    return coding + " of " + bytes.length + " bytes";
  }
}
