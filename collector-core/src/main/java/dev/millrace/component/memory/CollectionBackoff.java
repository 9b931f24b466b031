package dev.millrace.component.memory;

import java.time.Duration;

/**
 * How long to wait between forced collections: longer and longer while they free little, as the Go
 * collector does. Guarded by whoever has it.
 */
final class CollectionBackoff {
  // A collection that frees less than this many percent was in vain.
  private static final int EFFECTIVE_PERCENT = 5;
  // The next look comes a little early.
  private static final double CHECK_SHARE = 0.95;

  private final MemoryLimiterConfig config;
  private Duration soft = Duration.ZERO;
  private Duration hard = Duration.ZERO;

  CollectionBackoff(MemoryLimiterConfig config) {
    this.config = config;
  }

  /** The least time between two collections now; never less than between two looks. */
  Duration interval(boolean isHard) {
    Duration least =
        isHard
            ? longer(config.minGcIntervalWhenHardLimited(), hard)
            : longer(config.minGcIntervalWhenSoftLimited(), soft);
    return longer(least, checkShare());
  }

  /** There is room again. */
  void effective() {
    soft = Duration.ZERO;
    hard = Duration.ZERO;
  }

  /** A forced collection has ended. */
  void collected(long beforeBytes, long afterBytes, long softLimitBytes) {
    if (afterBytes < softLimitBytes
        || afterBytes <= beforeBytes / 100 * (100 - EFFECTIVE_PERCENT)) {
      effective();
      return;
    }
    soft = next(soft, config.minGcIntervalWhenSoftLimited(), config.maxGcIntervalWhenSoftLimited());
    hard = next(hard, config.minGcIntervalWhenHardLimited(), config.maxGcIntervalWhenHardLimited());
  }

  private Duration next(Duration current, Duration min, Duration max) {
    if (max.isZero()) {
      return min;
    }
    Duration doubled = longer(current, longer(min, checkShare())).multipliedBy(2);
    Duration most = longer(max, min);
    return doubled.compareTo(most) < 0 ? doubled : most;
  }

  private Duration checkShare() {
    return Duration.ofNanos((long) (config.checkInterval().toNanos() * CHECK_SHARE));
  }

  private static Duration longer(Duration one, Duration other) {
    return one.compareTo(other) >= 0 ? one : other;
  }
}
