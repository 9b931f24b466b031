package dev.millrace.benchmarks.otlp;

import java.util.concurrent.atomic.AtomicLongArray;

/** How long things took, to some 6 percent. Any thread. */
final class Times {
  private static final int STEPS = 16; // a doubling
  private static final int STEP_BITS = 4;

  private final AtomicLongArray counts = new AtomicLongArray(64 * STEPS);

  void add(long nanos) {
    counts.incrementAndGet(bucket(Math.max(STEPS, nanos)));
  }

  void clear() {
    for (int i = 0; i < counts.length(); i++) {
      counts.set(i, 0);
    }
  }

  /** Milliseconds that this part took less than; 0 when nothing was timed. */
  double millis(double part) {
    long all = 0;
    for (int i = 0; i < counts.length(); i++) {
      all += counts.get(i);
    }
    long below = 0;
    for (int i = 0; i < counts.length(); i++) {
      below += counts.get(i);
      if (all > 0 && below >= all * part) {
        return upperNanos(i) / 1e6;
      }
    }
    return 0;
  }

  private static int bucket(long nanos) {
    int doublings = 63 - Long.numberOfLeadingZeros(nanos);
    int step = (int) (nanos >>> (doublings - STEP_BITS)) & (STEPS - 1);
    return doublings * STEPS + step;
  }

  private static double upperNanos(int bucket) {
    return Math.scalb(1.0 + (bucket % STEPS + 1) / (double) STEPS, bucket / STEPS);
  }
}
