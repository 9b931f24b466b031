package dev.millrace.export;

import dev.millrace.component.ComponentId;
import dev.millrace.config.ConfigReader;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * {@code sending_queue}: what waits to be sent.
 *
 * @param numConsumers most requests under way at once; they are no threads
 * @param queueSize most that the queue holds, what is under way included
 * @param sizer what {@code queueSize} is counted in
 * @param blockOnOverflow whether a sender waits for space, else it is refused
 * @param waitForResult whether a sender is answered when its batch was sent, not when it is queued
 * @param storage the id of the extension that keeps the queue on disk; null for one in memory
 * @param batch how batches are gathered; null when they are sent as they came
 */
public record QueueConfig(
    int numConsumers,
    long queueSize,
    Sizer sizer,
    boolean blockOnOverflow,
    boolean waitForResult,
    @Nullable ComponentId storage,
    @Nullable BatchingConfig batch) {

  public static final QueueConfig DEFAULTS =
      new QueueConfig(10, 1000, Sizer.REQUESTS, false, false, null);

  private static final String KEY = "sending_queue";
  private static final Map<String, Sizer> SIZERS = sizers();

  /** A queue in memory. */
  public QueueConfig(
      int numConsumers,
      long queueSize,
      Sizer sizer,
      boolean blockOnOverflow,
      boolean waitForResult,
      @Nullable BatchingConfig batch) {
    this(numConsumers, queueSize, sizer, blockOnOverflow, waitForResult, null, batch);
  }

  /**
   * Reads {@code sending_queue} of an exporter's settings.
   *
   * @param onByDefault whether there is a queue when the key is absent
   * @return null when there is to be no queue
   */
  public static @Nullable QueueConfig read(ConfigReader exporter, boolean onByDefault) {
    if (!exporter.has(KEY)) {
      return onByDefault ? DEFAULTS : null;
    }
    ConfigReader in = exporter.map(KEY);
    return read(in, DEFAULTS, in.bool("enabled", true));
  }

  /**
   * Reads the same keys where they are all that a component has.
   *
   * @param defaults what holds for absent keys; the values of {@code batch} only tell whether there
   *     is batching
   */
  public static QueueConfig readAll(ConfigReader in, QueueConfig defaults) {
    QueueConfig config = read(in, defaults, true);
    return config == null ? defaults : config;
  }

  private static @Nullable QueueConfig read(
      ConfigReader in, QueueConfig defaults, boolean enabled) {
    Sizer sizer = sizer(in, defaults.sizer);
    boolean isGathering = defaults.batch != null;
    QueueConfig config =
        new QueueConfig(
            in.integer("num_consumers", defaults.numConsumers),
            in.int64("queue_size", defaults.queueSize),
            sizer,
            in.bool("block_on_overflow", defaults.blockOnOverflow),
            in.bool("wait_for_result", defaults.waitForResult),
            storage(in, enabled),
            BatchingConfig.read(in, sizer, isGathering, enabled));
    if (!enabled) {
      return null;
    }
    config.check(in);
    return config;
  }

  /** A queue that is off may name what is not there. */
  private static @Nullable ComponentId storage(ConfigReader in, boolean enabled) {
    if (!enabled) {
      in.raw("storage");
      return null;
    }
    return in.extension("storage", ComponentId::parse);
  }

  static Sizer sizer(ConfigReader in, Sizer fallback) {
    return in.choice("sizer", fallback, SIZERS);
  }

  private static Map<String, Sizer> sizers() {
    Map<String, Sizer> sizers = new LinkedHashMap<>();
    for (Sizer sizer : Sizer.values()) {
      sizers.put(sizer.text(), sizer);
    }
    return sizers;
  }

  private void check(ConfigReader in) {
    if (numConsumers < 1) {
      in.problem("num_consumers", "%d (expected: at least 1)", numConsumers);
    }
    if (queueSize < 1) {
      in.problem("queue_size", "%d (expected: at least 1)", queueSize);
    }
    boolean isSameUnit = batch != null && batch.sizer() == sizer && sizer != Sizer.REQUESTS;
    if (batch != null && isSameUnit && batch.minSize() > queueSize) {
      in.problem(
          "batch",
          "min_size %d must be less than or equal to queue_size %d, or no batch ever fills; lower"
              + " min_size, or raise queue_size",
          batch.minSize(),
          queueSize);
    }
    if (storage != null && waitForResult) {
      in.problem(
          "wait_for_result",
          "is not supported with a persistent queue configured with storage; remove one of them");
    }
  }
}
