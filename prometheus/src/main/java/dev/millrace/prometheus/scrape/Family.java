package dev.millrace.prometheus.scrape;

import dev.millrace.data.wire.ProtoWriter;
import dev.millrace.prometheus.exposition.MetricType;
import dev.millrace.prometheus.translate.MetricNames;
import dev.millrace.prometheus.translate.Units;
import org.jspecify.annotations.Nullable;

/**
 * One metric of one scope: its name and type, the encoded fields around its points, and the chain
 * of points of the page being read.
 */
final class Family {
  private static final int NAME = 1;
  private static final int DESCRIPTION = 2;
  private static final int UNIT = 3;
  private static final int METADATA = 12;
  private static final int KEY = 1;
  private static final int VALUE = 2;
  private static final int STRING_VALUE = 1;

  final ScopeGroup scope;

  /** What it is found by in its scope. */
  final String key;

  final String name;
  final MetricType type;
  final Shape shape;

  /** Its place in the list of families. */
  int number;

  /** A metric of the same name and another type, which pages had at another time. */
  @Nullable Family sameName;

  /** The fields before the points, and those behind them. */
  byte[] head = new byte[0];

  byte[] tail = new byte[0];

  /** The pass that has points of it; the ends of their chain. */
  int openedBy;

  int firstPoint = -1;
  int lastPoint = -1;

  /** Bytes of its points in the last page, which help to lay out the next. */
  int lastBytes;

  private String description = "";
  private String unit = "";

  Family(ScopeGroup scope, String name, MetricType type) {
    this(scope, name, name, type, Shape.of(type));
  }

  private Family(ScopeGroup scope, String key, String name, MetricType type, Shape shape) {
    this.scope = scope;
    this.key = key;
    this.name = name;
    this.type = type;
    this.shape = shape;
  }

  /** The metric of native histograms. */
  static Family ofNative(ScopeGroup scope, String name) {
    String key = nativeKey(name);
    return new Family(scope, key, name, MetricType.HISTOGRAM, Shape.EXPONENTIAL_HISTOGRAM);
  }

  /** No name of a metric: what the metric of native histograms is found by in its scope. */
  static String nativeKey(String name) {
    return name + '\0';
  }

  /** Whether help and unit are these. */
  boolean isDescribed(String help, String unitWord) {
    return head.length > 0 && help.equals(description) && unitWord.equals(unit);
  }

  /** Sets help and unit as the page has them. */
  void describe(String help, String unitWord, boolean trimSuffixes) {
    description = help;
    unit = unitWord;
    boolean sum = shape == Shape.SUM || shape == Shape.COUNTER;
    String shown = trimSuffixes ? MetricNames.trimmed(name, sum, unit) : name;
    ProtoWriter out = new ProtoWriter();
    putString(out, NAME, shown);
    putString(out, DESCRIPTION, help);
    putString(out, UNIT, Units.ucum(unit));
    head = out.toByteArray();
    out.reset();
    int entry = out.begin(METADATA);
    out.string(KEY, "prometheus.type");
    int value = out.begin(VALUE);
    out.string(STRING_VALUE, type.text());
    out.end(value);
    out.end(entry);
    tail = out.toByteArray();
  }

  private static void putString(ProtoWriter out, int field, String text) {
    if (!text.isEmpty()) {
      out.string(field, text);
    }
  }
}
