package dev.millrace.prometheus.scrape;

import dev.millrace.data.schema.WireType;
import dev.millrace.data.wire.ProtoWriter;
import dev.millrace.prometheus.exposition.HistogramMessage;

/** Writes the points of a page as OTLP, and notes in the target's state that they were sent. */
final class PointWriter {
  private static final int POINTS = 1;
  private static final int START_TIME = 2;
  private static final int TIME = 3;
  private static final int AS_DOUBLE = 4;
  private static final int NUMBER_EXEMPLARS = 5;
  private static final int NUMBER_FLAGS = 8;
  private static final int COUNT = 4;
  private static final int SUM = 5;
  private static final int BUCKET_COUNTS = 6;
  private static final int EXPLICIT_BOUNDS = 7;
  private static final int HISTOGRAM_EXEMPLARS = 8;
  private static final int HISTOGRAM_FLAGS = 10;
  private static final int NATIVE_EXEMPLARS = 11;
  private static final int QUANTILES = 6;
  private static final int QUANTILE = 1;
  private static final int QUANTILE_VALUE = 2;
  private static final int NO_RECORDED_VALUE = 1;

  private static final int FIXED_FIELD_BYTES = 9;
  private static final int FLAGS_BYTES = 2;
  private static final double TWO_TO_64 = 0x1p64;

  private final TargetState state;
  private final ScrapeSettings settings;
  private final StartTimes starts;
  private final PageSamples samples;
  private final PageExemplars exemplars;
  private final PointParts parts;
  private final NativeMessages natives;
  private final NativeWriter nativeWriter;
  private final ProtoWriter out;

  /** The time of the scrape, for stale markers. */
  private long scrapeMillis;

  PointWriter(TargetState state, ScrapeSettings settings, PageScratch scratch) {
    this.state = state;
    this.settings = settings;
    this.starts = new StartTimes(state, settings);
    this.samples = scratch.samples;
    this.exemplars = scratch.exemplars;
    this.parts = scratch.parts;
    this.natives = scratch.natives;
    this.nativeWriter = new NativeWriter(settings.histograms());
    this.out = scratch.out;
  }

  void begin(long newScrapeMillis) {
    scrapeMillis = newScrapeMillis;
  }

  /** Writes the points of a metric; answers how many. */
  int write(Family family) {
    int written = 0;
    for (int point = family.firstPoint; point >= 0; point = samples.nextPoint(point)) {
      written += write(family, point) ? 1 : 0;
    }
    return written;
  }

  private boolean write(Family family, int point) {
    int sample = samples.lastOf(point);
    boolean good =
        sample >= 0
            && switch (family.shape) {
              case GAUGE, COUNTER, SUM -> writeNumber(family.shape, point, sample);
              case HISTOGRAM -> writeHistogram(point, sample);
              case EXPONENTIAL_HISTOGRAM -> writeNative(point, sample);
              case SUMMARY -> writeSummary(point, sample);
            };
    return good || (isStale(point) && writeStale(family.shape, point));
  }

  /** Whether a point that the page does not have is to be marked. */
  boolean isStale(int point) {
    return state.markersDue
        && state.isKnown(point)
        && (settings.trackTimestampsStaleness() || state.points.time(point) == 0);
  }

  private void sent(int point, int sample, int layout) {
    state.points.emitted(point, state.scrape, layout);
    state.points.time(point, samples.isExplicit(sample) ? samples.time(sample) : 0);
  }

  private boolean writeNumber(Shape shape, int point, int sample) {
    long millis = samples.time(sample);
    double value = samples.value(sample);
    long start = 0;
    if (shape.cumulative) {
      long told = samples.startMillis(point);
      start = starts.next(point, told, millis, value, shape == Shape.SUM);
    }
    sent(point, sample, 0);
    Points points = state.points;
    int expected = (start == 0 ? 2 : 3) * FIXED_FIELD_BYTES + points.attributesLength(point);
    int mark = out.begin(POINTS, expected);
    writeTimes(start, millis);
    out.float64(AS_DOUBLE, value);
    exemplars.write(out, NUMBER_EXEMPLARS, point);
    points.writeAttributes(point, out);
    out.end(mark);
    return true;
  }

  private void writeTimes(long startNanos, long millis) {
    if (startNanos != 0) {
      out.fixed64(START_TIME, startNanos);
    }
    if (millis != 0) {
      out.fixed64(TIME, millis * StartTimes.NANOS_PER_MILLI);
    }
  }

  private boolean writeHistogram(int point, int sample) {
    parts.gather(samples, state.boundaries, sample);
    parts.dropInfinite();
    if (!parts.hasCount() || !parts.growsToCount()) {
      return false;
    }
    long millis = samples.time(sample);
    long start = starts.next(point, samples.startMillis(point), millis, parts.count(), false);
    int size = parts.size();
    sent(point, sample, layout(point, size));
    int mark = out.begin(POINTS, 2 * FIXED_FIELD_BYTES + 16 * size + 64);
    writeTimes(start, millis);
    writeFixed(COUNT, unsigned(parts.count()));
    if (parts.hasSum()) {
      out.float64(SUM, parts.sum());
    }
    writeCounts(size);
    writeBounds(parts.bounds(), size);
    exemplars.write(out, HISTOGRAM_EXEMPLARS, point);
    state.points.writeAttributes(point, out);
    out.end(mark);
    return true;
  }

  private boolean writeNative(int point, int sample) {
    HistogramMessage histogram = natives.get((int) samples.value(sample));
    if (!nativeWriter.prepare(histogram)) {
      return false;
    }
    long millis = samples.time(sample);
    double count = histogram.count();
    long start = starts.next(point, samples.startMillis(point), millis, count, false);
    sent(point, sample, 0);
    int mark = out.begin(POINTS);
    writeTimes(start, millis);
    nativeWriter.write(out, histogram);
    exemplars.write(out, NATIVE_EXEMPLARS, point);
    state.points.writeAttributes(point, out);
    out.end(mark);
    return true;
  }

  /** The number of the point's bounds; the same as last time in all but few cases. */
  private int layout(int point, int size) {
    int last = state.isKnown(point) ? state.points.layout(point) : 0;
    return state.boundaries.isLayout(last, parts.bounds(), size)
        ? last
        : state.boundaries.layoutNumber(parts.bounds(), size);
  }

  private void writeCounts(int size) {
    out.tag(BUCKET_COUNTS, WireType.LENGTH);
    out.rawVarint(Long.BYTES * (size + 1L));
    double before = 0;
    for (int i = 0; i < size; i++) {
      out.rawFixed64(unsigned(parts.value(i) - before));
      before = parts.value(i);
    }
    out.rawFixed64(unsigned(parts.count() - before));
  }

  private void writeBounds(double[] bounds, int size) {
    if (size == 0) {
      return;
    }
    out.tag(EXPLICIT_BOUNDS, WireType.LENGTH);
    out.rawVarint((long) Long.BYTES * size);
    for (int i = 0; i < size; i++) {
      out.rawFixed64(Double.doubleToRawLongBits(bounds[i]));
    }
  }

  private boolean writeSummary(int point, int sample) {
    parts.gather(samples, state.boundaries, sample);
    if (!parts.hasCount()) {
      return false;
    }
    long millis = samples.time(sample);
    long start = starts.next(point, samples.startMillis(point), millis, parts.count(), false);
    sent(point, sample, layout(point, parts.size()));
    int mark = out.begin(POINTS, 2 * FIXED_FIELD_BYTES + 20 * parts.size() + 64);
    writeTimes(start, millis);
    writeFixed(COUNT, unsigned(parts.count()));
    if (parts.hasSum()) {
      out.float64(SUM, parts.sum());
    }
    for (int i = 0; i < parts.size(); i++) {
      writeQuantile(parts.bounds()[i], parts.value(i));
    }
    state.points.writeAttributes(point, out);
    out.end(mark);
    return true;
  }

  private void writeQuantile(double quantile, double value) {
    int mark = out.begin(QUANTILES);
    if (quantile != 0) {
      out.float64(QUANTILE, quantile);
    }
    if (Double.doubleToRawLongBits(value) != 0) {
      out.float64(QUANTILE_VALUE, value);
    }
    out.end(mark);
  }

  private void writeFixed(int field, long value) {
    if (value != 0) {
      out.fixed64(field, value);
    }
  }

  /** A count as the unsigned number that OTLP wants; what it cannot say becomes the nearest. */
  private static long unsigned(double count) {
    if (!(count >= TWO_TO_64 / 2)) {
      return Math.max(0, (long) count);
    }
    return count >= TWO_TO_64 ? -1 : (long) (count - TWO_TO_64 / 2) + Long.MIN_VALUE;
  }

  /** A point without a value, which tells that the series has ended. */
  private boolean writeStale(Shape shape, int point) {
    long start = shape.cumulative ? state.points.start(point) : 0;
    int expected = 2 * FIXED_FIELD_BYTES + FLAGS_BYTES;
    int mark = out.begin(POINTS, expected);
    writeTimes(start, scrapeMillis);
    double[] bounds = state.boundaries.layout(state.points.layout(point));
    switch (shape) {
      case HISTOGRAM -> {
        writeNoCounts(bounds.length + 1);
        writeBounds(bounds, bounds.length);
      }
      case SUMMARY -> {
        for (double quantile : bounds) {
          writeQuantile(quantile, 0);
        }
      }
      case GAUGE, COUNTER, SUM, EXPONENTIAL_HISTOGRAM -> {
        // No number.
      }
    }
    state.points.writeAttributes(point, out);
    out.varint(flagsField(shape), NO_RECORDED_VALUE);
    out.end(mark);
    return true;
  }

  private static int flagsField(Shape shape) {
    return switch (shape) {
      case HISTOGRAM, EXPONENTIAL_HISTOGRAM -> HISTOGRAM_FLAGS;
      case GAUGE, COUNTER, SUM, SUMMARY -> NUMBER_FLAGS;
    };
  }

  private void writeNoCounts(int size) {
    out.tag(BUCKET_COUNTS, WireType.LENGTH);
    out.rawVarint((long) Long.BYTES * size);
    for (int i = 0; i < size; i++) {
      out.rawFixed64(0);
    }
  }

  /** Writes a point of a synthetic series; a value that is not there marks it stale. */
  void writeSynthetic(byte[] attributes, double value, boolean stale) {
    int mark = out.begin(POINTS, 2 * FIXED_FIELD_BYTES + attributes.length);
    writeTimes(0, scrapeMillis);
    if (!stale) {
      out.float64(AS_DOUBLE, value);
    }
    out.raw(attributes, 0, attributes.length);
    if (stale) {
      out.varint(NUMBER_FLAGS, NO_RECORDED_VALUE);
    }
    out.end(mark);
  }
}
