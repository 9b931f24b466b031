package dev.millrace.processing.match;

import com.google.re2j.Pattern;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Texts or regular expressions, one of which must match; an expression anywhere in a text. */
public final class TextSet {
  private final List<String> texts;
  private final byte[][] encoded;
  private final Pattern @Nullable [] patterns;

  private TextSet(List<String> texts, Pattern @Nullable [] patterns) {
    this.texts = List.copyOf(texts);
    this.encoded =
        texts.stream().map(text -> text.getBytes(StandardCharsets.UTF_8)).toArray(byte[][]::new);
    this.patterns = patterns;
  }

  /** Texts that must be equal. */
  static TextSet strict(List<String> texts) {
    return new TextSet(texts, null);
  }

  /**
   * Regular expressions of RE2.
   *
   * @throws com.google.re2j.PatternSyntaxException when one is none
   */
  static TextSet regexp(List<String> texts) {
    return new TextSet(
        texts, texts.stream().distinct().map(Pattern::compile).toArray(Pattern[]::new));
  }

  List<String> texts() {
    return texts;
  }

  boolean matches(String text) {
    if (patterns == null) {
      return texts.contains(text);
    }
    for (Pattern pattern : patterns) {
      if (pattern.matcher(text).find()) {
        return true;
      }
    }
    return false;
  }

  /** The same of a text in UTF-8; makes a string only for expressions. */
  boolean matches(byte[] array, int from, int end) {
    if (patterns != null) {
      return matches(new String(array, from, end - from, StandardCharsets.UTF_8));
    }
    for (byte[] each : encoded) {
      if (Arrays.equals(each, 0, each.length, array, from, end)) {
        return true;
      }
    }
    return false;
  }
}
