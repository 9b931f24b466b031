package dev.millrace.benchmarks.otlp;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** One line between processes: {@code name=value name=value}; no value holds a blank. */
final class Words {
  private final Map<String, String> values = new LinkedHashMap<>();

  static Words parse(String line) {
    return of(List.of(line.strip().split(" +", -1)));
  }

  static Words of(List<String> all) {
    Words words = new Words();
    for (String word : all) {
      int split = word.indexOf('=');
      if (split > 0) {
        words.values.put(word.substring(0, split), word.substring(split + 1));
      }
    }
    return words;
  }

  Words with(String name, Object value) {
    values.put(name, String.valueOf(value));
    return this;
  }

  String text(String name) {
    String value = values.get(name);
    if (value == null) {
      throw new IllegalArgumentException("no " + name + " in " + this);
    }
    return value;
  }

  long number(String name) {
    return Long.parseLong(text(name));
  }

  double decimal(String name) {
    return Double.parseDouble(text(name));
  }

  <T extends Enum<T>> T choice(String name, Class<T> choices) {
    return Enum.valueOf(choices, text(name).toUpperCase(Locale.ROOT));
  }

  @Override
  public String toString() {
    StringBuilder line = new StringBuilder();
    values.forEach((name, value) -> line.append(name).append('=').append(value).append(' '));
    return line.toString().strip();
  }
}
