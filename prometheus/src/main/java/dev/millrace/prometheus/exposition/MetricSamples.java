package dev.millrace.prometheus.exposition;

import dev.millrace.data.schema.WireType;
import dev.millrace.data.wire.ProtoReader;
import java.util.Arrays;

/** What one metric of the protobuf format gives as samples of the text formats. */
final class MetricSamples {
  /** Parts of a metric: the metric itself, and samples with a suffix or a boundary. */
  static final int PLAIN = 0;

  static final int COUNT = 1;
  static final int SUM = 2;
  static final int BOUND = 3;
  static final int NATIVE = 4;

  private static final int VALUE = 1;
  private static final int COUNTER_EXEMPLAR = 2;
  private static final int COUNTER_START = 3;
  private static final int SUMMARY_COUNT = 1;
  private static final int SUMMARY_SUM = 2;
  private static final int SUMMARY_QUANTILE = 3;
  private static final int SUMMARY_START = 4;
  private static final int QUANTILE = 1;
  private static final int QUANTILE_VALUE = 2;

  private final ProtoReader reader = new ProtoReader();
  private final ProtoReader inner = new ProtoReader();
  private final HistogramMessage histogram = new HistogramMessage();
  private final MessageRanges exemplars = new MessageRanges();

  private byte[] bytes = new byte[0];
  private MetricType type = MetricType.UNKNOWN;
  private int valueStart;
  private int valueEnd;
  private double value;
  private double summaryCount;
  private long startMillis;

  private int[] parts = new int[16];
  private double[] values = new double[16];
  private double[] bounds = new double[16];
  private int size;

  /** Starts a metric, which has no value until one is read. */
  void begin(MetricType newType, byte[] page) {
    type = newType;
    bytes = page;
    valueStart = 0;
    valueEnd = 0;
    value = 0;
    summaryCount = 0;
    startMillis = 0;
    size = 0;
    exemplars.clear();
    histogram.read(page, 0, 0);
  }

  /** Reads the message that holds the value. */
  void read(int from, int to) {
    valueStart = from;
    valueEnd = to;
    size = 0;
    exemplars.clear();
    reader.reset(bytes, from, to);
    switch (type) {
      case COUNTER -> readCounter();
      case SUMMARY -> readSummary();
      case HISTOGRAM, GAUGE_HISTOGRAM -> histogram.read(bytes, from, to);
      default -> readNumber();
    }
  }

  private void readNumber() {
    while (reader.next()) {
      if (reader.field() == VALUE) {
        value = reader.asDouble();
      }
    }
  }

  private void readCounter() {
    while (reader.next()) {
      switch (reader.field()) {
        case VALUE -> value = reader.asDouble();
        case COUNTER_EXEMPLAR -> {
          enter();
          exemplars.clear();
          exemplars.add(reader.valueStart(), reader.valueEnd());
        }
        case COUNTER_START -> startMillis = Timestamps.millis(enter());
        default -> {
          // A later version's.
        }
      }
    }
  }

  private void readSummary() {
    while (reader.next()) {
      switch (reader.field()) {
        case SUMMARY_COUNT -> summaryCount = HistogramMessage.unsigned(reader.asLong());
        case SUMMARY_SUM -> value = reader.asDouble();
        case SUMMARY_QUANTILE -> readQuantile(enter());
        case SUMMARY_START -> startMillis = Timestamps.millis(enter());
        default -> {
          // A later version's.
        }
      }
    }
  }

  private void readQuantile(ProtoReader quantile) {
    double bound = 0;
    double quantileValue = 0;
    while (quantile.next()) {
      switch (quantile.field()) {
        case QUANTILE -> bound = quantile.asDouble();
        case QUANTILE_VALUE -> quantileValue = quantile.asDouble();
        default -> {
          // A later version's.
        }
      }
    }
    add(BOUND, quantileValue, bound);
  }

  private ProtoReader enter() {
    if (reader.wireType() != WireType.LENGTH) {
      throw new IllegalArgumentException("field " + reader.field() + " is no message");
    }
    reader.enter(inner);
    return inner;
  }

  /** The metric was read. */
  void end() {
    switch (type) {
      case HISTOGRAM, GAUGE_HISTOGRAM -> endHistogram();
      case SUMMARY -> {
        add(COUNT, summaryCount, 0);
        add(SUM, value, 0);
      }
      default -> add(PLAIN, value, 0);
    }
  }

  private void endHistogram() {
    startMillis = histogram.startMillis();
    add(COUNT, histogram.count(), 0);
    add(SUM, histogram.sum(), 0);
    for (int i = 0; i < histogram.buckets(); i++) {
      add(BOUND, histogram.cumulative(i), histogram.bound(i));
      if (histogram.bound(i) == Double.POSITIVE_INFINITY) {
        return;
      }
    }
    add(BOUND, histogram.count(), Double.POSITIVE_INFINITY);
  }

  private void add(int part, double partValue, double bound) {
    if (size == parts.length) {
      parts = Arrays.copyOf(parts, 2 * size);
      values = Arrays.copyOf(values, 2 * size);
      bounds = Arrays.copyOf(bounds, 2 * size);
    }
    parts[size] = part;
    values[size] = partValue;
    bounds[size++] = bound;
  }

  HistogramMessage histogram() {
    return histogram;
  }

  int valueStart() {
    return valueStart;
  }

  int valueEnd() {
    return valueEnd;
  }

  long startMillis() {
    return startMillis;
  }

  int size() {
    return size;
  }

  int part(int sample) {
    return parts[sample];
  }

  double value(int sample) {
    return values[sample];
  }

  double bound(int sample) {
    return bounds[sample];
  }

  String suffix(int sample) {
    return switch (parts[sample]) {
      case COUNT -> "_count";
      case SUM -> "_sum";
      case BOUND -> type == MetricType.SUMMARY ? "" : "_bucket";
      default -> "";
    };
  }

  String boundLabel() {
    return type == MetricType.SUMMARY ? "quantile" : "le";
  }

  int exemplarCount(int sample) {
    if (sample < 0) {
      return ofNative().size();
    }
    if (type == MetricType.COUNTER) {
      return Math.min(1, exemplars.size());
    }
    int bucket = bucket(sample);
    MessageRanges ranges = histogram.bucketExemplars();
    return bucket >= 0 && ranges.start(bucket) <= ranges.end(bucket) ? 1 : 0;
  }

  /** A native histogram's own; where it has none, those of its classic buckets. */
  private MessageRanges ofNative() {
    MessageRanges own = histogram.exemplars();
    return own.size() > 0 ? own : histogram.bucketExemplars();
  }

  /** The bucket of a sample, -1 when there is none in the message. */
  private int bucket(int sample) {
    int bucket = sample - 2; // behind count and sum
    boolean isBucket = type != MetricType.SUMMARY && bucket >= 0 && bucket < histogram.buckets();
    return isBucket ? bucket : -1;
  }

  private MessageRanges ranges(int sample) {
    if (sample < 0) {
      return ofNative();
    }
    return type == MetricType.COUNTER ? exemplars : histogram.bucketExemplars();
  }

  private int range(int sample, int number) {
    return sample < 0 || type == MetricType.COUNTER ? number : bucket(sample);
  }

  int exemplarStart(int sample, int number) {
    return ranges(sample).start(range(sample, number));
  }

  int exemplarEnd(int sample, int number) {
    return ranges(sample).end(range(sample, number));
  }
}
