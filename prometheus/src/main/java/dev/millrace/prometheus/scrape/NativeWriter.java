package dev.millrace.prometheus.scrape;

import dev.millrace.data.wire.ProtoWriter;
import dev.millrace.prometheus.exposition.HistogramMessage;
import dev.millrace.prometheus.exposition.SparseBuckets;

/** Writes the fields of an exponential histogram's point that a native histogram gives. */
final class NativeWriter {
  private static final int COUNT = 4;
  private static final int SUM = 5;
  private static final int SCALE = 6;
  private static final int ZERO_COUNT = 7;
  private static final int POSITIVE = 8;
  private static final int NEGATIVE = 9;
  private static final int ZERO_THRESHOLD = 14;
  private static final int OFFSET = 1;
  private static final int BUCKET_COUNTS = 2;
  private static final int MIN_SCHEMA = -4;

  private final SparseBuckets.Expanded positive = new SparseBuckets.Expanded();
  private final SparseBuckets.Expanded negative = new SparseBuckets.Expanded();

  private final ScrapeSettings.Histograms settings;
  private int schema;

  NativeWriter(ScrapeSettings.Histograms settings) {
    this.settings = settings;
  }

  /**
   * Lays the buckets out, no finer than the settings say; false when OTLP cannot say them, or
   * {@link #isOverLimit}.
   */
  boolean prepare(HistogramMessage histogram) {
    boolean real = histogram.isFloat();
    schema = histogram.schema();
    boolean laidOut =
        histogram.positive().expand(real, positive) && histogram.negative().expand(real, negative);
    if (!laidOut) {
      positive.clear();
      negative.clear();
      return false;
    }
    while (schema > MIN_SCHEMA && (schema > settings.maxSchema() || isOverLimit())) {
      positive.halve();
      negative.halve();
      schema--;
    }
    return !isOverLimit();
  }

  /** Whether the histogram prepared has more buckets than it may, however wide they are made. */
  boolean isOverLimit() {
    long limit = settings.bucketLimit();
    return limit > 0 && positive.populated() + negative.populated() > limit;
  }

  /** Writes the fields of the histogram that was prepared. */
  void write(ProtoWriter out, HistogramMessage histogram) {
    writeFixed(out, COUNT, histogram.nativeCount());
    out.float64(SUM, histogram.sum());
    if (schema != 0) {
      out.sint32(SCALE, schema);
    }
    writeFixed(out, ZERO_COUNT, histogram.nativeZeroCount());
    write(out, POSITIVE, positive);
    write(out, NEGATIVE, negative);
    if (histogram.zeroThreshold() != 0) {
      out.float64(ZERO_THRESHOLD, histogram.zeroThreshold());
    }
  }

  private static void writeFixed(ProtoWriter out, int field, long value) {
    if (value != 0) {
      out.fixed64(field, value);
    }
  }

  private static void write(ProtoWriter out, int field, SparseBuckets.Expanded buckets) {
    if (buckets.size() == 0) {
      return;
    }
    int side = out.begin(field);
    // OTLP counts buckets by their lower bound, Prometheus by the upper one.
    int offset = buckets.first() - 1;
    if (offset != 0) {
      out.sint32(OFFSET, offset);
    }
    int counts = out.begin(BUCKET_COUNTS);
    for (int i = 0; i < buckets.size(); i++) {
      out.rawVarint(buckets.count(i));
    }
    out.end(counts);
    out.end(side);
  }
}
