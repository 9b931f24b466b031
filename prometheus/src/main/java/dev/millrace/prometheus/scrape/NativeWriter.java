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

  private final SparseBuckets.Expanded positive = new SparseBuckets.Expanded();
  private final SparseBuckets.Expanded negative = new SparseBuckets.Expanded();

  /** Lays the buckets out; false when OTLP cannot say them. */
  boolean prepare(HistogramMessage histogram) {
    boolean real = histogram.isFloat();
    return histogram.positive().expand(real, positive)
        && histogram.negative().expand(real, negative);
  }

  /** Writes the fields of the histogram that was prepared. */
  void write(ProtoWriter out, HistogramMessage histogram) {
    writeFixed(out, COUNT, histogram.nativeCount());
    out.float64(SUM, histogram.sum());
    if (histogram.schema() != 0) {
      out.sint32(SCALE, histogram.schema());
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
