package dev.millrace.extensions.filestorage;

import dev.millrace.config.ConfigReader;
import java.time.Duration;

/**
 * {@code compaction}: read and checked as in the Go collector, and of no effect, since space that
 * is not needed any more is given back as it is freed.
 *
 * @param onStart whether the Go collector compacts when it starts
 * @param onRebound whether it compacts while it runs
 * @param directory where it keeps the copy
 * @param reboundNeededThresholdMib size at which it sees a need
 * @param reboundTriggerThresholdMib size at which it begins
 * @param maxTransactionSize how much it copies at once
 * @param checkInterval how often it looks
 * @param cleanupOnStart whether it deletes copies that were left
 */
record CompactionConfig(
    boolean onStart,
    boolean onRebound,
    String directory,
    long reboundNeededThresholdMib,
    long reboundTriggerThresholdMib,
    long maxTransactionSize,
    Duration checkInterval,
    boolean cleanupOnStart) {

  static final CompactionConfig DEFAULTS =
      new CompactionConfig(
          false,
          false,
          "/var/lib/otelcol/file_storage",
          100,
          10,
          65_536,
          Duration.ofSeconds(5),
          false);

  static CompactionConfig read(ConfigReader in) {
    CompactionConfig config =
        new CompactionConfig(
            in.bool("on_start", DEFAULTS.onStart),
            in.bool("on_rebound", DEFAULTS.onRebound),
            in.string("directory", DEFAULTS.directory),
            in.int64("rebound_needed_threshold_mib", DEFAULTS.reboundNeededThresholdMib),
            in.int64("rebound_trigger_threshold_mib", DEFAULTS.reboundTriggerThresholdMib),
            in.int64("max_transaction_size", DEFAULTS.maxTransactionSize),
            in.duration("check_interval", DEFAULTS.checkInterval),
            in.bool("cleanup_on_start", DEFAULTS.cleanupOnStart));
    if (config.maxTransactionSize < 0) {
      in.problem(
          "max_transaction_size",
          "max transaction size for compaction cannot be less than 0: %d",
          config.maxTransactionSize);
    }
    if (config.onRebound && (config.checkInterval.isZero() || config.checkInterval.isNegative())) {
      in.problem(
          "check_interval",
          "compaction check interval must be positive when rebound compaction is set");
    }
    return config;
  }
}
