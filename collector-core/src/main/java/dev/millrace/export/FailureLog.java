package dev.millrace.export;

import dev.millrace.telemetry.logs.LogThrottle;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.event.Level;

/**
 * The lines about failed exports, in the Go collector's words, each at most once in ten seconds.
 * Any thread may call.
 */
final class FailureLog {
  private static final Duration WINDOW = Duration.ofSeconds(10);

  private final Logger logger;
  private final String hint;
  private final LogThrottle throttle = new LogThrottle(WINDOW);

  FailureLog(Logger logger, SendingConfig config) {
    this.logger = logger;
    this.hint = hint(config);
  }

  private static String hint(SendingConfig config) {
    String hint = "";
    RetryConfig retry = config.retry();
    if (retry != null && !retry.enabled()) {
      hint += " Try enabling retry_on_failure config option to retry on retryable errors.";
    }
    if (config.queue() == null) {
      hint += " Try enabling sending_queue to survive temporary failures.";
    }
    return hint;
  }

  void willRetry(Throwable failure, long waitNanos) {
    line(
        Level.INFO,
        "Exporting failed. Will retry the request after interval.",
        failure,
        "interval",
        waitNanos / 1_000_000 + "ms");
  }

  /** The sender was told: it has the items still. */
  void rejected(Throwable failure, long items) {
    line(Level.ERROR, "Exporting failed. Rejecting data." + hint, failure, "rejected_items", items);
  }

  /** The items are lost. */
  void dropped(Throwable failure, long items) {
    line(Level.ERROR, "Exporting failed. Dropping data." + hint, failure, "dropped_items", items);
  }

  /** The backend took the rest. */
  void partial(Throwable failure, long items) {
    line(Level.WARN, "Partial success response", failure, "dropped_items", items);
  }

  /** Items that wait on disk for the next start. */
  void kept(String signal, long items) {
    logger
        .atInfo()
        .addKeyValue("signal", signal)
        .addKeyValue("items", items)
        .log("The persistent queue keeps what was not sent; it is sent after the next start");
  }

  /** Told once, whatever was told before. */
  void leftBehind(String signal, long items) {
    logger
        .atError()
        .addKeyValue("signal", signal)
        .addKeyValue("dropped_items", items)
        .log(
            "The time to stop was over before everything was sent. Dropping data. Is the backend"
                + " up? Raise the grace period, or use a persistent queue.");
  }

  private void line(Level level, String message, Throwable failure, String key, Object value) {
    throttle.run(
        message,
        leftOut -> {
          var line = logger.atLevel(level).addKeyValue("error", failure.getMessage());
          line = line.addKeyValue(key, value);
          if (leftOut > 0) {
            line = line.addKeyValue("left_out", leftOut);
          }
          line.log(message);
        });
  }
}
