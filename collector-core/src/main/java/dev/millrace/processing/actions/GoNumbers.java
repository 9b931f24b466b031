package dev.millrace.processing.actions;

import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Numbers in text as Go's {@code strconv} reads them. */
final class GoNumbers {
  private static final Pattern INT = Pattern.compile("[+-]?[0-9]{1,40}");

  /** An underscore stands between digits, or behind a base prefix. */
  private static final Pattern DECIMAL_GROUPS =
      Pattern.compile("[^_]*(?:(?<=[0-9])_(?=[0-9])[^_]*)*");

  private static final Pattern HEXADECIMAL_GROUPS =
      Pattern.compile("(?i)[+-]?0x[^_]*(?:(?<=[0-9a-fx])_(?=[0-9a-f])[^_]*)*");

  private static final Pattern DECIMAL =
      Pattern.compile("[+-]?(?:[0-9]+\\.?[0-9]*|\\.[0-9]+)(?:[eE][+-]?[0-9]+)?");
  private static final Pattern HEXADECIMAL =
      Pattern.compile("[+-]?0[xX](?:[0-9a-fA-F]+\\.?[0-9a-fA-F]*|\\.[0-9a-fA-F]+)[pP][+-]?[0-9]+");

  /** Longer texts are no numbers that anybody means; the parsers need time with them. */
  private static final int MAX_LENGTH = 1000;

  private GoNumbers() {}

  /** {@code ParseInt(text, 10, 64)}: null where that fails, also out of range. */
  static @Nullable Long parseInt(String text) {
    if (!INT.matcher(text).matches()) {
      return null;
    }
    try {
      return Long.valueOf(text);
    } catch (NumberFormatException outOfRange) {
      return null;
    }
  }

  /** {@code ParseFloat(text, 64)}: null where that fails, also out of range. */
  static @Nullable Double parseFloat(String text) {
    Double special = special(text);
    if (special != null) {
      return special;
    }
    if (text.length() > MAX_LENGTH) {
      return null;
    }
    String digits = text;
    if (text.indexOf('_') >= 0) {
      if (!DECIMAL_GROUPS.matcher(text).matches() && !HEXADECIMAL_GROUPS.matcher(text).matches()) {
        return null;
      }
      digits = text.replace("_", "");
    }
    if (!DECIMAL.matcher(digits).matches() && !HEXADECIMAL.matcher(digits).matches()) {
      return null;
    }
    double value = Double.parseDouble(digits);
    return Double.isInfinite(value) ? null : Double.valueOf(value);
  }

  private static @Nullable Double special(String text) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "nan" -> Double.NaN;
      case "inf", "+inf", "infinity", "+infinity" -> Double.POSITIVE_INFINITY;
      case "-inf", "-infinity" -> Double.NEGATIVE_INFINITY;
      default -> null;
    };
  }
}
