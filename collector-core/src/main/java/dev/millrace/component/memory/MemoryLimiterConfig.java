package dev.millrace.component.memory;

import dev.millrace.config.ConfigReader;
import java.time.Duration;

/**
 * Settings of {@code memory_limiter}, processor and extension.
 *
 * @param checkInterval between two looks at the heap
 * @param limitMib heap in MiB that is not to be passed; 0 leaves it to {@code limitPercentage}
 * @param spikeLimitMib below that, where refusing begins; 0 means a fifth of the limit
 * @param limitPercentage the limit in percent of the heap's maximum
 * @param spikeLimitPercentage the same for the spike
 * @param minGcIntervalWhenSoftLimited least time between forced collections above the soft limit
 * @param minGcIntervalWhenHardLimited the same above the limit itself
 * @param maxGcIntervalWhenSoftLimited most time between them when they free little; 0 for no
 *     backoff
 * @param maxGcIntervalWhenHardLimited the same above the limit itself
 */
public record MemoryLimiterConfig(
    Duration checkInterval,
    long limitMib,
    long spikeLimitMib,
    int limitPercentage,
    int spikeLimitPercentage,
    Duration minGcIntervalWhenSoftLimited,
    Duration minGcIntervalWhenHardLimited,
    Duration maxGcIntervalWhenSoftLimited,
    Duration maxGcIntervalWhenHardLimited) {
  private static final long MIB = 1024 * 1024;
  private static final long MAX_UINT32 = 0xffff_ffffL;
  private static final int DEFAULT_SPIKE_PARTS = 5;

  /** Those of the Go collector, which do not do: an interval and a limit must be given. */
  static final MemoryLimiterConfig DEFAULTS =
      new MemoryLimiterConfig(
          Duration.ZERO,
          0,
          0,
          0,
          0,
          Duration.ofSeconds(10),
          Duration.ZERO,
          Duration.ofSeconds(30),
          Duration.ofSeconds(30));

  /** Reads them, and checks with the sentences of the Go collector. */
  public static MemoryLimiterConfig read(ConfigReader in) {
    MemoryLimiterConfig config =
        new MemoryLimiterConfig(
            in.duration("check_interval", DEFAULTS.checkInterval),
            count(in, "limit_mib"),
            count(in, "spike_limit_mib"),
            (int) Math.min(count(in, "limit_percentage"), Integer.MAX_VALUE),
            (int) Math.min(count(in, "spike_limit_percentage"), Integer.MAX_VALUE),
            in.duration("min_gc_interval_when_soft_limited", DEFAULTS.minGcIntervalWhenSoftLimited),
            in.duration("min_gc_interval_when_hard_limited", DEFAULTS.minGcIntervalWhenHardLimited),
            in.duration("max_gc_interval_when_soft_limited", DEFAULTS.maxGcIntervalWhenSoftLimited),
            in.duration(
                "max_gc_interval_when_hard_limited", DEFAULTS.maxGcIntervalWhenHardLimited));
    config.checkIntervals(in);
    config.checkLimits(in);
    return config;
  }

  private static long count(ConfigReader in, String key) {
    long value = in.int64(key, 0);
    if (value < 0 || value > MAX_UINT32) {
      in.problem(key, "%d (expected: 0 to %d)", value, MAX_UINT32);
      return 0;
    }
    return value;
  }

  private void checkIntervals(ConfigReader in) {
    Duration minSoft = minGcIntervalWhenSoftLimited;
    Duration minHard = minGcIntervalWhenHardLimited;
    Duration maxSoft = maxGcIntervalWhenSoftLimited;
    Duration maxHard = maxGcIntervalWhenHardLimited;
    check(
        in,
        "check_interval",
        isPositive(checkInterval),
        "'check_interval' must be greater than zero");
    check(
        in,
        "min_gc_interval_when_soft_limited",
        minSoft.compareTo(minHard) >= 0,
        "'min_gc_interval_when_soft_limited' should be larger than"
            + " 'min_gc_interval_when_hard_limited'");
    checkMax(in, "soft", minSoft, maxSoft);
    checkMax(in, "hard", minHard, maxHard);
    check(
        in,
        "max_gc_interval_when_soft_limited",
        !isPositive(maxSoft) || !isPositive(maxHard) || maxSoft.compareTo(maxHard) >= 0,
        "'max_gc_interval_when_soft_limited' should be larger than or equal to"
            + " 'max_gc_interval_when_hard_limited' (when both are set)");
  }

  private static void checkMax(ConfigReader in, String which, Duration min, Duration max) {
    String key = "max_gc_interval_when_" + which + "_limited";
    check(in, key, !max.isNegative(), "'%s' must be non-negative".formatted(key));
    check(
        in,
        key,
        !isPositive(max) || max.compareTo(min) >= 0,
        "'%s' must be greater than or equal to 'min_gc_interval_when_%s_limited' (or 0 to disable)"
            .formatted(key, which));
  }

  private void checkLimits(ConfigReader in) {
    check(
        in,
        "limit_mib",
        limitMib > 0 || limitPercentage > 0,
        "'limit_mib' or 'limit_percentage' must be greater than zero");
    check(
        in,
        limitPercentage > 100 ? "limit_percentage" : "spike_limit_percentage",
        limitPercentage <= 100 && spikeLimitPercentage <= 100,
        "'limit_percentage' and 'spike_limit_percentage' must be greater than zero and less than or"
            + " equal to hundred");
    check(
        in,
        "spike_limit_mib",
        limitMib == 0 || limitMib > spikeLimitMib,
        "'spike_limit_mib' must be smaller than 'limit_mib'");
    check(
        in,
        "spike_limit_percentage",
        limitPercentage == 0 || limitPercentage > spikeLimitPercentage,
        "'spike_limit_percentage' must be smaller than 'limit_percentage'");
  }

  private static void check(ConfigReader in, String key, boolean holds, String sentence) {
    if (!holds) {
      in.problem(key, "%s", sentence);
    }
  }

  private static boolean isPositive(Duration duration) {
    return !duration.isZero() && !duration.isNegative();
  }

  /** The limit itself, in a heap of at most so many bytes; {@code limit_mib} goes first. */
  long hardLimitBytes(long maxHeapBytes) {
    return limitMib > 0 ? limitMib * MIB : maxHeapBytes / 100 * limitPercentage;
  }

  /** Where refusing begins. */
  long softLimitBytes(long maxHeapBytes) {
    long hard = hardLimitBytes(maxHeapBytes);
    long spike = limitMib > 0 ? spikeLimitMib * MIB : maxHeapBytes / 100 * spikeLimitPercentage;
    return hard - (spike == 0 ? hard / DEFAULT_SPIKE_PARTS : spike);
  }
}
