package dev.millrace.export;

import dev.millrace.config.ConfigReader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * {@code sending_queue::batch}: how what the queue holds is gathered into requests.
 *
 * @param flushTimeout longest time that something waits for company
 * @param minSize size at which a batch is sent
 * @param maxSize most in one batch; 0 means no limit
 * @param sizer what the sizes are counted in: items or bytes
 * @param metadataKeys lower-case names of request headers; batches whose values differ are kept
 *     apart
 */
public record BatchingConfig(
    Duration flushTimeout, long minSize, long maxSize, Sizer sizer, List<String> metadataKeys) {

  public static final BatchingConfig DEFAULTS =
      new BatchingConfig(Duration.ofMillis(200), 8192, 0, Sizer.ITEMS, List.of());

  private static final String KEY = "batch";

  /**
   * Reads {@code batch} of a queue's settings; null when it is switched off.
   *
   * @param onByDefault whether it is on when the key is absent
   */
  static @Nullable BatchingConfig read(
      ConfigReader queue, Sizer queueSizer, boolean onByDefault, boolean checked) {
    boolean inherits = queue.keys().contains("sizer") && isMap(queue);
    ConfigReader in = queue.optionalMap(KEY);
    if (in == null) {
      return onByDefault ? DEFAULTS : null;
    }
    boolean enabled = in.bool("enabled", true);
    BatchingConfig config =
        new BatchingConfig(
            in.duration("flush_timeout", DEFAULTS.flushTimeout),
            in.int64("min_size", DEFAULTS.minSize),
            in.int64("max_size", DEFAULTS.maxSize),
            QueueConfig.sizer(in, inherits ? queueSizer : DEFAULTS.sizer),
            metadataKeys(in.map("partition")));
    if (!enabled) {
      return null;
    }
    if (checked) {
      config.check(in);
    }
    return config;
  }

  /** As in the Go collector, {@code batch:} without anything below does not take over the sizer. */
  private static boolean isMap(ConfigReader queue) {
    return queue.raw(KEY) instanceof dev.millrace.config.ConfigNode.MapNode;
  }

  private static List<String> metadataKeys(ConfigReader in) {
    return distinctKeys(in, "metadata_keys");
  }

  /**
   * Names of request headers in lower case; one that comes twice, whatever its case, is a problem.
   */
  public static List<String> distinctKeys(ConfigReader in, String key) {
    Set<String> distinct = new LinkedHashSet<>();
    for (String name : in.strings(key, List.of())) {
      if (!distinct.add(name.toLowerCase(Locale.ROOT))) {
        in.problem(key, "duplicate entry \"%s\" (case-insensitive); remove one of them", name);
      }
    }
    return List.copyOf(new ArrayList<>(distinct));
  }

  private void check(ConfigReader in) {
    if (sizer == Sizer.REQUESTS) {
      in.problem(
          "sizer", "batch supports only items or bytes, found \"requests\"; set batch::sizer");
    }
    if (flushTimeout.isZero() || flushTimeout.isNegative()) {
      in.problem("flush_timeout", "must be positive; 200ms is the default");
    }
    if (minSize < 0) {
      in.problem("min_size", "%d (expected: at least 0)", minSize);
    }
    if (maxSize < 0) {
      in.problem("max_size", "%d (expected: at least 0)", maxSize);
    }
    if (maxSize > 0 && maxSize < minSize) {
      in.problem(
          "max_size",
          "%d must be greater or equal to min_size %d; raise it, or set 0 for no limit",
          maxSize,
          minSize);
    }
  }
}
