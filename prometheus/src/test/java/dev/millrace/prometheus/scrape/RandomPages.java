package dev.millrace.prometheus.scrape;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/**
 * Random pages out of a small stock of names and labels, so that they clash; each like the last.
 */
final class RandomPages {
  private static final List<String> NAMES =
      List.of(
          "a",
          "a_total",
          "a_sum",
          "a_count",
          "a_bucket",
          "a_created",
          "a_info",
          "b",
          "b_total",
          "b_created",
          "c_seconds",
          "c_seconds_total",
          "c_seconds_created",
          "up",
          "target_info",
          "scrape_series_added");
  private static final List<String> LABELS =
      List.of(
          "x=\"1\"",
          "x=\"2\"",
          "y=\"q\"",
          "y=\"\"",
          "z=\"a\\\"b\\\\\"",
          "le=\"1\"",
          "le=\"2.50\"",
          "le=\"+Inf\"",
          "quantile=\"0.5\"",
          "quantile=\"0.9\"",
          "job=\"other\"",
          "pod=\"p\"",
          "otel_scope_name=\"s\"");

  private final Random random;
  private boolean openMetrics;
  private List<String> lines = new ArrayList<>();

  /** Makes the following pages in the one format or the other. */
  void format(boolean newOpenMetrics) {
    openMetrics = newOpenMetrics;
  }

  RandomPages(Random random, boolean openMetrics) {
    this.random = random;
    this.openMetrics = openMetrics;
    int size = random.nextInt(40);
    for (int i = 0; i < size; i++) {
      lines.add(line());
    }
  }

  /** The next page: lines changed, values new. */
  byte[] next() {
    int changes = random.nextInt(3) == 0 ? random.nextInt(12) : random.nextInt(2);
    for (int i = 0; i < changes; i++) {
      change();
    }
    StringBuilder page = new StringBuilder();
    Set<String> created = new HashSet<>();
    for (String line : lines) {
      if (openMetrics && line.contains("_created") && !line.startsWith("#") && !created.add(line)) {
        // Twice in a page, once as a sample and once not: there is no good answer to that.
        continue;
      }
      page.append(line.startsWith("#") ? line : line + value()).append('\n');
    }
    if (openMetrics) {
      page.append("# EOF\n");
    }
    byte[] bytes = page.toString().getBytes(StandardCharsets.UTF_8);
    return random.nextInt(15) == 0 ? spoiled(bytes) : bytes;
  }

  /** Cut off, or with a byte changed. */
  private byte[] spoiled(byte[] bytes) {
    if (bytes.length == 0) {
      return bytes;
    }
    int place = random.nextInt(bytes.length);
    if (random.nextBoolean()) {
      return java.util.Arrays.copyOf(bytes, place);
    }
    bytes[place] = (byte) random.nextInt(256);
    return bytes;
  }

  private void change() {
    int place = lines.isEmpty() ? 0 : random.nextInt(lines.size());
    switch (random.nextInt(6)) {
      case 0, 1 -> lines.add(place, line());
      case 2 -> {
        if (!lines.isEmpty()) {
          lines.remove(place);
        }
      }
      case 3 -> {
        if (!lines.isEmpty()) {
          Collections.swap(lines, place, random.nextInt(lines.size()));
        }
      }
      case 4 -> {
        if (!lines.isEmpty() && random.nextInt(4) == 0) {
          lines.add(lines.get(place));
        }
      }
      default -> {
        if (random.nextInt(5) == 0) {
          lines = new ArrayList<>(lines);
          Collections.shuffle(lines, random);
        }
      }
    }
  }

  private String line() {
    String name = pick(NAMES);
    return switch (random.nextInt(10)) {
      case 0, 1 -> "# TYPE " + name + " " + pick(types());
      case 2 -> "# HELP " + name + " help" + random.nextInt(2);
      case 3 -> openMetrics ? "# UNIT c_seconds seconds" : "# comment";
      default -> series(name);
    };
  }

  private List<String> types() {
    return openMetrics
        ? List.of(
            "counter",
            "gauge",
            "histogram",
            "summary",
            "unknown",
            "info",
            "stateset",
            "gaugehistogram",
            "counter",
            "histogram")
        : List.of("counter", "gauge", "histogram", "summary", "untyped");
  }

  private String series(String name) {
    List<String> labels = new ArrayList<>();
    int size = random.nextInt(3);
    for (int i = 0; i < size; i++) {
      String label = pick(LABELS);
      String key = label.substring(0, label.indexOf('=') + 1);
      if (labels.stream().noneMatch(other -> other.startsWith(key)) || random.nextInt(300) == 0) {
        labels.add(label);
      }
    }
    if (labels.isEmpty()) {
      return name;
    }
    return random.nextInt(8) == 0
        ? "{\"" + name + "\"," + String.join(",", labels) + "}"
        : name + "{" + String.join(",", labels) + "}";
  }

  private String value() {
    String value =
        switch (random.nextInt(20)) {
          case 0 -> " NaN";
          case 1 -> " +Inf";
          case 2 -> " -5.25e-3";
          case 3 -> " 0.1234567890123456789";
          default -> " " + random.nextInt(6);
        };
    if (random.nextInt(12) == 0) {
      long millis = PropertyClock.START + random.nextInt(5000);
      value += " " + (openMetrics ? millis / 1000.0 : "" + millis);
    }
    if (openMetrics && random.nextInt(12) == 0) {
      value += " # {id=\"1\"} " + random.nextInt(9) + (random.nextBoolean() ? " 12.5" : "");
    }
    return value;
  }

  private String pick(List<String> choices) {
    return choices.get(random.nextInt(choices.size()));
  }

  /** Times that pages are near. */
  static final class PropertyClock {
    static final long START = 1_700_000_000_000L;

    private PropertyClock() {}
  }
}
