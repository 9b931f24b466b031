package dev.millrace.prometheus.exposition;

import dev.millrace.data.schema.WireType;
import dev.millrace.data.wire.ProtoReader;
import java.util.Arrays;

/**
 * A histogram of the protobuf format: its classic buckets, and the spans of a native one. Filled
 * anew for each message.
 *
 * <p>Malformed bytes give an {@link IllegalArgumentException}. Not thread-safe.
 */
public final class HistogramMessage {
  private static final int SAMPLE_COUNT = 1;
  private static final int SAMPLE_SUM = 2;
  private static final int BUCKET = 3;
  private static final int SAMPLE_COUNT_FLOAT = 4;
  private static final int SCHEMA = 5;
  private static final int ZERO_THRESHOLD = 6;
  private static final int ZERO_COUNT = 7;
  private static final int ZERO_COUNT_FLOAT = 8;
  private static final int NEGATIVE_SPAN = 9;
  private static final int NEGATIVE_DELTA = 10;
  private static final int NEGATIVE_COUNT = 11;
  private static final int POSITIVE_SPAN = 12;
  private static final int POSITIVE_DELTA = 13;
  private static final int POSITIVE_COUNT = 14;
  private static final int START_TIMESTAMP = 15;
  private static final int EXEMPLARS = 16;

  private static final int BUCKET_COUNT = 1;
  private static final int BUCKET_BOUND = 2;
  private static final int BUCKET_EXEMPLAR = 3;
  private static final int BUCKET_COUNT_FLOAT = 4;

  private final ProtoReader reader = new ProtoReader();
  private final ProtoReader inner = new ProtoReader();
  private final SparseBuckets positive = new SparseBuckets();
  private final SparseBuckets negative = new SparseBuckets();
  private final MessageRanges exemplars = new MessageRanges();
  private final MessageRanges bucketExemplars = new MessageRanges();

  private long count;
  private double countFloat;
  private double sum;
  private int schema;
  private double zeroThreshold;
  private long zeroCount;
  private double zeroCountFloat;
  private long startMillis;
  private double[] bounds = new double[16];
  private double[] cumulative = new double[16];
  private int buckets;

  /** Reads a message. */
  public void read(byte[] bytes, int from, int to) {
    clear();
    reader.reset(bytes, from, to);
    while (reader.next()) {
      switch (reader.field()) {
        case SAMPLE_COUNT -> count = reader.asLong();
        case SAMPLE_SUM -> sum = reader.asDouble();
        case BUCKET -> readBucket();
        case SAMPLE_COUNT_FLOAT -> countFloat = reader.asDouble();
        case SCHEMA -> schema = reader.asZigZag32();
        case ZERO_THRESHOLD -> zeroThreshold = reader.asDouble();
        case ZERO_COUNT -> zeroCount = reader.asLong();
        case ZERO_COUNT_FLOAT -> zeroCountFloat = reader.asDouble();
        case NEGATIVE_SPAN -> negative.addSpan(message());
        case NEGATIVE_DELTA -> negative.addDeltas(reader);
        case NEGATIVE_COUNT -> negative.addCounts(reader);
        case POSITIVE_SPAN -> positive.addSpan(message());
        case POSITIVE_DELTA -> positive.addDeltas(reader);
        case POSITIVE_COUNT -> positive.addCounts(reader);
        case START_TIMESTAMP -> startMillis = Timestamps.millis(message());
        case EXEMPLARS -> {
          message();
          exemplars.add(reader.valueStart(), reader.valueEnd());
        }
        default -> {
          // A later version's.
        }
      }
    }
  }

  private void clear() {
    positive.clear();
    negative.clear();
    exemplars.clear();
    bucketExemplars.clear();
    count = 0;
    countFloat = 0;
    sum = 0;
    schema = 0;
    zeroThreshold = 0;
    zeroCount = 0;
    zeroCountFloat = 0;
    startMillis = 0;
    buckets = 0;
  }

  private ProtoReader message() {
    if (reader.wireType() != WireType.LENGTH) {
      throw new IllegalArgumentException("field " + reader.field() + " is no message");
    }
    reader.enter(inner);
    return inner;
  }

  private void readBucket() {
    long whole = 0;
    double real = 0;
    double bound = 0;
    int exemplarStart = 0;
    int exemplarEnd = -1;
    ProtoReader bucket = message();
    while (bucket.next()) {
      switch (bucket.field()) {
        case BUCKET_COUNT -> whole = bucket.asLong();
        case BUCKET_BOUND -> bound = bucket.asDouble();
        case BUCKET_COUNT_FLOAT -> real = bucket.asDouble();
        case BUCKET_EXEMPLAR -> {
          exemplarStart = bucket.valueStart();
          exemplarEnd = bucket.valueEnd();
        }
        default -> {
          // A later version's.
        }
      }
    }
    if (buckets == bounds.length) {
      bounds = Arrays.copyOf(bounds, 2 * buckets);
      cumulative = Arrays.copyOf(cumulative, 2 * buckets);
    }
    bounds[buckets] = bound;
    cumulative[buckets++] = real > 0 ? real : unsigned(whole);
    bucketExemplars.add(exemplarStart, exemplarEnd);
  }

  /** An unsigned number of 64 bits as the nearest double. */
  static double unsigned(long value) {
    return value >= 0 ? value : ((value >>> 1) | (value & 1)) * 2.0;
  }

  /** Whether it is to be read as a native histogram. */
  public boolean isNative() {
    return positive.hasSpans() || negative.hasSpans() || zeroThreshold > 0 || zeroCount != 0;
  }

  /** Whether the counts of a native one are no whole numbers. */
  public boolean isFloat() {
    return countFloat > 0 || zeroCountFloat > 0;
  }

  /** What is wrong with the spans; empty when nothing is. */
  public String fault() {
    String fault = positive.fault("positive", isFloat());
    return fault.isEmpty() ? negative.fault("negative", isFloat()) : fault;
  }

  /** Observations, as the classic series say it. */
  public double count() {
    return countFloat != 0 ? countFloat : unsigned(count);
  }

  /** Observations of a native histogram, to be read as unsigned. */
  public long nativeCount() {
    return isFloat() ? whole(countFloat) : count;
  }

  /** Observations near zero, to be read as unsigned. */
  public long nativeZeroCount() {
    return isFloat() ? whole(zeroCountFloat) : zeroCount;
  }

  private static long whole(double value) {
    return value >= 0 ? (long) value : 0;
  }

  public double sum() {
    return sum;
  }

  public int schema() {
    return schema;
  }

  public double zeroThreshold() {
    return zeroThreshold;
  }

  public SparseBuckets positive() {
    return positive;
  }

  public SparseBuckets negative() {
    return negative;
  }

  /** When counting began, in Unix milliseconds; 0 when that is not told. */
  public long startMillis() {
    return startMillis;
  }

  /** How many classic buckets there are. */
  public int buckets() {
    return buckets;
  }

  /** The upper bound of a classic bucket. */
  public double bound(int bucket) {
    return bounds[bucket];
  }

  /** Observations up to the bound of a classic bucket. */
  public double cumulative(int bucket) {
    return cumulative[bucket];
  }

  MessageRanges exemplars() {
    return exemplars;
  }

  /** By bucket; one that has none ends before it starts. */
  MessageRanges bucketExemplars() {
    return bucketExemplars;
  }
}
