package dev.millrace.data.text;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/**
 * Doubles as Go prints them: the shortest digits that read back as the same number, or six digits
 * behind the point. The same on every JVM, also where {@link Double#toString} is not the shortest.
 */
public final class DoubleText {
  /** Decimals of at most that many digits stand for different doubles: one that fits is the one. */
  private static final int UNIQUE_DIGITS = 15;

  private static final int FIXED_DIGITS = 6;
  private static final long EXACT_LONG = 1L << 53;

  private DoubleText() {}

  /** Go's {@code %v} and {@code %g}: {@code 1}, {@code 999999.5}, {@code 1e+06}, {@code +Inf}. */
  public static String general(double value) {
    if (!Double.isFinite(value)) {
      return notFinite(value, "+Inf", "-Inf");
    }
    if (isSmallWhole(value, 1e6)) {
      return Long.toString((long) value);
    }
    Digits digits = Digits.shortestOf(value);
    boolean exponential = digits.exponent < -4 || digits.exponent >= 6;
    return exponential ? digits.scientific(2) : digits.plain();
  }

  /** Go's {@code %f}: {@code 226.000000}, {@code -Inf}. */
  public static String fixed(double value) {
    if (!Double.isFinite(value)) {
      return notFinite(value, "+Inf", "-Inf");
    }
    double magnitude = Math.abs(value);
    String sign = isNegative(value) ? "-" : "";
    if (magnitude < EXACT_LONG && magnitude == Math.rint(magnitude)) {
      return sign + (long) magnitude + ".000000";
    }
    return sign
        + new BigDecimal(magnitude).setScale(FIXED_DIGITS, RoundingMode.HALF_EVEN).toPlainString();
  }

  /**
   * The form of JavaScript, which Go's JSON encoder uses: {@code 1}, {@code 0.000001}, {@code
   * 1e-7}, {@code 1e+21}, {@code NaN}, {@code -Infinity}.
   */
  public static String json(double value) {
    if (!Double.isFinite(value)) {
      return notFinite(value, "Infinity", "-Infinity");
    }
    if (isSmallWhole(value, EXACT_LONG)) {
      return Long.toString((long) value);
    }
    Digits digits = Digits.shortestOf(value);
    boolean exponential = value != 0 && (digits.exponent < -6 || digits.exponent >= 21);
    return exponential ? digits.scientific(1) : digits.plain();
  }

  /** Go's {@code FormatFloat(value, 'f', -1, 64)}: {@code 0.1}, {@code 1000000}, {@code +Inf}. */
  public static String plain(double value) {
    return Double.isFinite(value)
        ? Digits.shortestOf(value).plain()
        : notFinite(value, "+Inf", "-Inf");
  }

  private static String notFinite(double value, String positive, String negative) {
    if (Double.isNaN(value)) {
      return "NaN";
    }
    return value > 0 ? positive : negative;
  }

  private static boolean isSmallWhole(double value, double limit) {
    return value == Math.rint(value)
        && Math.abs(value) < limit
        && (value != 0 || !isNegative(value));
  }

  private static boolean isNegative(double value) {
    return Double.doubleToRawLongBits(value) < 0;
  }

  /**
   * A decimal number.
   *
   * @param digits without zeros at either end, except for zero itself
   * @param exponent of the first digit: {@code d.ddd × 10^exponent}
   */
  private record Digits(boolean negative, String digits, int exponent) {

    static Digits shortestOf(double value) {
      double magnitude = Math.abs(value);
      if (magnitude == 0) {
        return new Digits(isNegative(value), "0", 0);
      }
      BigDecimal decimal = new BigDecimal(Double.toString(magnitude)).stripTrailingZeros();
      if (decimal.precision() > UNIQUE_DIGITS || magnitude < Double.MIN_NORMAL) {
        decimal = shorten(magnitude, decimal.precision());
      }
      int exponent = decimal.precision() - decimal.scale() - 1;
      return new Digits(isNegative(value), decimal.unscaledValue().toString(), exponent);
    }

    /** Tries fewer digits as long as they read back as {@code magnitude}. */
    private static BigDecimal shorten(double magnitude, int precision) {
      BigDecimal exact = new BigDecimal(magnitude);
      BigDecimal best = exact;
      for (int digits = precision; digits > 0; digits--) {
        BigDecimal rounded = nearest(exact, digits, magnitude);
        if (rounded.doubleValue() != magnitude) {
          break;
        }
        best = rounded;
      }
      return best.stripTrailingZeros();
    }

    /** Next to a power of two the nearest decimal may miss where the one beyond does not. */
    private static BigDecimal nearest(BigDecimal exact, int digits, double magnitude) {
      BigDecimal nearest = exact.round(new MathContext(digits, RoundingMode.HALF_EVEN));
      if (nearest.doubleValue() == magnitude) {
        return nearest;
      }
      RoundingMode away = nearest.compareTo(exact) > 0 ? RoundingMode.DOWN : RoundingMode.UP;
      return exact.round(new MathContext(digits, away));
    }

    String plain() {
      StringBuilder text = new StringBuilder(digits.length() + 8).append(negative ? "-" : "");
      if (exponent < 0) {
        return text.append("0.").append("0".repeat(-exponent - 1)).append(digits).toString();
      }
      int whole = exponent + 1;
      if (whole >= digits.length()) {
        return text.append(digits).append("0".repeat(whole - digits.length())).toString();
      }
      return text.append(digits, 0, whole)
          .append('.')
          .append(digits, whole, digits.length())
          .toString();
    }

    String scientific(int exponentDigits) {
      StringBuilder text = new StringBuilder(digits.length() + 8).append(negative ? "-" : "");
      text.append(digits.charAt(0));
      if (digits.length() > 1) {
        text.append('.').append(digits, 1, digits.length());
      }
      String power = Integer.toString(Math.abs(exponent));
      return text.append('e')
          .append(exponent < 0 ? '-' : '+')
          .append("0".repeat(Math.max(0, exponentDigits - power.length())))
          .append(power)
          .toString();
    }
  }
}
