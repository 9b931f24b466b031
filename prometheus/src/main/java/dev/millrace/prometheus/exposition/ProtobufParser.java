package dev.millrace.prometheus.exposition;

import dev.millrace.data.schema.WireType;
import dev.millrace.data.wire.ProtoReader;
import dev.millrace.data.wire.ProtoWriter;
import dev.millrace.data.wire.Utf8;
import java.nio.charset.StandardCharsets;

/**
 * Reads pages of delimited {@code io.prometheus.client.MetricFamily} messages: one family, one
 * metric, one sample of it at a time. Classic histograms and summaries give the samples that they
 * have in the text formats.
 *
 * <p>Malformed protobuf gives an {@link IllegalArgumentException}. Threading: one thread at a time.
 * Ownership: bytes are read only while the family is looked at.
 */
public final class ProtobufParser implements Sample {
  private static final int NAME = 1;
  private static final int HELP = 2;
  private static final int TYPE = 3;
  private static final int METRIC = 4;
  private static final int UNIT = 5;

  private static final int LABEL = 1;
  private static final int GAUGE = 2;
  private static final int COUNTER = 3;
  private static final int SUMMARY = 4;
  private static final int UNTYPED = 5;
  private static final int TIMESTAMP_MS = 6;
  private static final int HISTOGRAM = 7;

  private static final int MAX_LENGTH_BYTES = 5;

  /** By the number of the type in the format. */
  private static final MetricType[] TYPES = {
    MetricType.COUNTER,
    MetricType.GAUGE,
    MetricType.SUMMARY,
    MetricType.UNKNOWN,
    MetricType.HISTOGRAM,
    MetricType.GAUGE_HISTOGRAM
  };

  private static final int[] VALUE_FIELDS = {
    COUNTER, GAUGE, SUMMARY, UNTYPED, HISTOGRAM, HISTOGRAM
  };

  private final ProtoReader family = new ProtoReader();
  private final ProtoReader metric = new ProtoReader();
  private final LabelPairs labels = new LabelPairs();
  private final MetricSamples samples = new MetricSamples();
  private final ExemplarMessage exemplar = new ExemplarMessage();
  private final ProtoWriter key = new ProtoWriter();

  private byte[] bytes = new byte[0];
  private int familyFrom;
  private int familyTo;
  private int nameStart;
  private int nameEnd;
  private String name = "";
  private String help = "";
  private String unit = "";
  private int typeNumber;
  private int messageStart;
  private long timestampMillis;

  /** The sample at hand; -1 stands for the metric as a native histogram. */
  private int sample;

  /**
   * One past the delimited message that starts at {@code from}; -1 when the range does not hold it
   * whole.
   */
  public int messageEnd(byte[] page, int from, int limit) throws ExpositionException {
    long length = 0;
    for (int i = 0; i < MAX_LENGTH_BYTES; i++) {
      if (from + i >= limit) {
        return -1;
      }
      byte next = page[from + i];
      length |= (next & 0x7fL) << (7 * i);
      if (next >= 0) {
        messageStart = from + i + 1;
        return length > limit - messageStart ? -1 : messageStart + (int) length;
      }
    }
    throw new ExpositionException("invalid length of a message");
  }

  /** Where the message starts whose end was found. */
  public int messageStart() {
    return messageStart;
  }

  /** Reads a family but for its metrics; false when it has none, and so says nothing. */
  public boolean readFamily(byte[] page, int from, int to) throws ExpositionException {
    bytes = page;
    familyFrom = from;
    familyTo = to;
    name = "";
    help = "";
    unit = "";
    typeNumber = 0;
    nameStart = 0;
    nameEnd = 0;
    boolean goodHelp = true;
    boolean hasMetrics = false;
    family.reset(page, from, to);
    while (family.next()) {
      switch (family.field()) {
        case NAME -> {
          nameStart = textStart(family);
          nameEnd = family.valueEnd();
        }
        case HELP -> {
          goodHelp = Utf8.isValid(page, textStart(family), family.valueEnd());
          help = family.asString();
        }
        case TYPE -> typeNumber = family.asInt();
        case METRIC -> hasMetrics = true;
        case UNIT -> {
          textStart(family);
          unit = family.asString();
        }
        default -> {
          // A later version's.
        }
      }
    }
    name = new String(page, nameStart, nameEnd - nameStart, StandardCharsets.UTF_8);
    if (hasMetrics) {
      check(nameEnd > nameStart && Utf8.isValid(page, nameStart, nameEnd), goodHelp);
      family.reset(bytes, familyFrom, familyTo);
    }
    return hasMetrics;
  }

  private static int textStart(ProtoReader field) {
    if (field.wireType() != WireType.LENGTH) {
      throw new IllegalArgumentException("field " + field.field() + " is no text");
    }
    return field.valueStart();
  }

  private void check(boolean goodName, boolean goodHelp) throws ExpositionException {
    if (!goodName) {
      throw new ExpositionException("invalid metric name: " + name);
    }
    if (!goodHelp) {
      throw new ExpositionException("invalid help for metric \"%s\": %s".formatted(name, help));
    }
    if (typeNumber < 0 || typeNumber >= TYPES.length) {
      throw new ExpositionException(
          "unknown metric type for metric \"%s\": %d".formatted(name, typeNumber));
    }
  }

  /** The name of the family. */
  public String familyName() {
    return name;
  }

  public MetricType type() {
    return TYPES[typeNumber];
  }

  public String help() {
    return help;
  }

  /** The unit, empty where there is none. */
  public String unit() {
    return unit;
  }

  /** Moves to the next metric of the family; false behind the last one. */
  public boolean nextMetric() throws ExpositionException {
    while (family.next()) {
      if (family.field() == METRIC) {
        textStart(family);
        readMetric();
        return true;
      }
    }
    return false;
  }

  private void readMetric() throws ExpositionException {
    labels.clear();
    timestampMillis = 0;
    samples.begin(type(), bytes);
    int valueField = VALUE_FIELDS[typeNumber];
    family.enter(metric);
    while (metric.next()) {
      int field = metric.field();
      if (field == LABEL) {
        textStart(metric);
        labels.add(bytes, metric.valueStart(), metric.valueEnd());
      } else if (field == TIMESTAMP_MS) {
        timestampMillis = metric.asLong();
      } else if (field == valueField) {
        textStart(metric);
        samples.read(metric.valueStart(), metric.valueEnd());
      }
    }
    samples.end();
    String fault = labels.fault();
    if (!fault.isEmpty()) {
      throw new ExpositionException(fault);
    }
  }

  /** The time of the metric; 0 where it has none. */
  public long timestampMillis() {
    return timestampMillis;
  }

  /** When the metric's counting began, in Unix milliseconds; 0 when that is not told. */
  public long startMillis() {
    return samples.startMillis();
  }

  /** Whether the metric may be read as a native histogram. */
  public boolean isNativeHistogram() {
    return isHistogram() && samples.histogram().isNative();
  }

  private boolean isHistogram() {
    return VALUE_FIELDS[typeNumber] == HISTOGRAM;
  }

  /** The histogram of the metric. */
  public HistogramMessage histogram() {
    return samples.histogram();
  }

  /** Where the message of the metric's value starts. */
  public int valueStart() {
    return samples.valueStart();
  }

  /** One past the message of the metric's value. */
  public int valueEnd() {
    return samples.valueEnd();
  }

  /** Samples that the metric has in the text formats. */
  public int sampleCount() {
    return samples.size();
  }

  /** Looks at a sample of the metric. */
  public void sample(int number) {
    sample = number;
  }

  /** Looks at the metric as a native histogram. */
  public void nativeHistogram() {
    sample = -1;
  }

  /** Whether the metric is looked at as a native histogram. */
  public boolean isNativeSample() {
    return sample < 0;
  }

  /** The value of the sample. */
  public double value() {
    return samples.value(sample);
  }

  /** What tells the sample from all others: its name and labels, in no text format. */
  public ProtoWriter key() {
    key.reset();
    key.rawVarint(nameEnd - nameStart);
    key.raw(bytes, nameStart, nameEnd - nameStart);
    labels.write(key);
    key.rawVarint(sample < 0 ? MetricSamples.NATIVE : samples.part(sample));
    if (hasBoundary()) {
      key.rawFixed64(Double.doubleToRawLongBits(samples.bound(sample)));
    }
    return key;
  }

  private boolean hasBoundary() {
    return sample >= 0 && samples.part(sample) == MetricSamples.BOUND;
  }

  @Override
  public String metricName() {
    return sample < 0 ? name : name + samples.suffix(sample);
  }

  @Override
  public int labelCount() {
    return labels.size() + (hasBoundary() ? 1 : 0);
  }

  @Override
  public String labelName(int label) {
    boolean isBoundary = label == labels.size();
    return isBoundary ? samples.boundLabel() : labels.name(label);
  }

  @Override
  public String labelValue(int label) {
    boolean isBoundary = label == labels.size();
    return isBoundary ? FloatText.of(samples.bound(sample)) : labels.value(label);
  }

  @Override
  public boolean hasValidNames() {
    return true; // or the metric was refused
  }

  /** Exemplars of the sample, or of the native histogram. */
  public int exemplarCount() {
    return samples.exemplarCount(sample);
  }

  /** Looks at an exemplar; false when it is to be left out. */
  public boolean exemplar(int number) {
    exemplar.read(
        bytes, samples.exemplarStart(sample, number), samples.exemplarEnd(sample, number));
    return sample >= 0 || exemplar.hasTimestamp();
  }

  @Override
  public double exemplarValue() {
    return exemplar.value();
  }

  @Override
  public boolean hasExemplarTimestamp() {
    return exemplar.hasTimestamp();
  }

  @Override
  public long exemplarTimestampMillis() {
    return exemplar.timestampMillis();
  }

  @Override
  public int exemplarLabelCount() {
    return exemplar.labels().size();
  }

  @Override
  public String exemplarLabelName(int label) {
    return exemplar.labels().name(label);
  }

  @Override
  public String exemplarLabelValue(int label) {
    return exemplar.labels().value(label);
  }
}
