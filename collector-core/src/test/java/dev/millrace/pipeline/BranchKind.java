package dev.millrace.pipeline;

import dev.millrace.component.ConsumeException;
import dev.millrace.component.PartialException;
import dev.millrace.component.PermanentException;
import dev.millrace.component.RetryableException;
import java.time.Duration;
import java.util.Map;

/** What an exporter behind a fan-out does with a batch: its settings and its backend. */
enum BranchKind {
  TAKES(direct(), 1, null),
  REFUSES(direct(), 1, retryable(null)),
  REFUSES_WITH_DELAY(direct(), 1, retryable(delay())),
  FAILS_FOR_GOOD(direct(), 1, permanent()),
  THROWS(direct(), 1, permanent()),
  TAKES_A_PART(direct(), 1, new PartialException(2, "too old")),
  NEVER_ANSWERS(direct(), 1, null),
  SLOW(direct(), 1, null),
  SLOW_TO_REFUSE(direct(), 1, retryable(null)),
  RUNS_INTO_ITS_TIMEOUT(Map.of("timeout", "5s"), 1, retryable(null)),
  TAKES_WHEN_RETRIED(Map.of("retry_on_failure", retries()), 1, null),
  TAKES_INTO_ITS_QUEUE(queue(Map.of()), 1, null),
  QUEUE_BEFORE_A_FAILURE(queue(Map.of()), 1, null),
  QUEUE_BEFORE_RETRIES(queueAndRetries(), 1, null),
  FULL_QUEUE(queue(Map.of()), 0, retryable(null)),
  FULL_QUEUE_THAT_BLOCKS(queue(Map.of("block_on_overflow", true)), 0, null),
  WAITS_FOR_THE_RESULT(queue(Map.of("wait_for_result", true)), 1, null),
  WAITS_FOR_A_FAILURE(queue(Map.of("wait_for_result", true)), 1, permanent()),
  WAITS_FOR_A_SLOW_PART(queue(Map.of("wait_for_result", true)), 1, new PartialException(1, "old"));

  static final Duration TIMEOUT = Duration.ofSeconds(5);
  static final Duration SLOW_ANSWER = Duration.ofSeconds(10);
  static final Duration RELEASED = Duration.ofSeconds(20);
  static final Duration DELAY = delay();

  private final Map<String, Object> settings;
  private final int attemptsAtOnce;
  private final ConsumeException failure;

  BranchKind(Map<String, Object> settings, int attemptsAtOnce, ConsumeException failure) {
    this.settings = settings;
    this.attemptsAtOnce = attemptsAtOnce;
    this.failure = failure;
  }

  /** {@code timeout}, {@code retry_on_failure}, {@code sending_queue}. */
  Map<String, Object> settings() {
    return settings;
  }

  /** How often the backend is asked before {@code consume} returns. */
  int attemptsAtOnce() {
    return attemptsAtOnce;
  }

  /** What the exporter answers in the end; null when it takes the batch. */
  ConsumeException failure() {
    return failure;
  }

  /** Whether something of the batch is, or will be, at the backend. */
  boolean takes() {
    return failure == null || failure instanceof PartialException;
  }

  /** Whether the only place of its queue is taken when the batch comes. */
  boolean isFull() {
    return this == FULL_QUEUE || this == FULL_QUEUE_THAT_BLOCKS;
  }

  /** When the exporter answers: at once, after some time, or when its backend is released. */
  Duration answersAfter() {
    return switch (this) {
      case TAKES,
          REFUSES,
          REFUSES_WITH_DELAY,
          FAILS_FOR_GOOD,
          THROWS,
          TAKES_A_PART,
          TAKES_INTO_ITS_QUEUE,
          QUEUE_BEFORE_A_FAILURE,
          QUEUE_BEFORE_RETRIES,
          FULL_QUEUE,
          WAITS_FOR_A_FAILURE ->
          Duration.ZERO;
      case RUNS_INTO_ITS_TIMEOUT, TAKES_WHEN_RETRIED -> TIMEOUT;
      case SLOW, SLOW_TO_REFUSE, WAITS_FOR_A_SLOW_PART -> SLOW_ANSWER;
      case NEVER_ANSWERS, FULL_QUEUE_THAT_BLOCKS, WAITS_FOR_THE_RESULT -> RELEASED;
    };
  }

  private static Map<String, Object> direct() {
    return Map.of();
  }

  private static Map<String, Object> queue(Map<String, Object> more) {
    Map<String, Object> queue = new java.util.HashMap<>(more);
    queue.put("num_consumers", 1);
    queue.put("queue_size", 1);
    return Map.of("sending_queue", queue);
  }

  private static Map<String, Object> retries() {
    return Map.of("initial_interval", "4s", "randomization_factor", 0);
  }

  private static Map<String, Object> queueAndRetries() {
    Map<String, Object> settings = new java.util.HashMap<>(queue(Map.of()));
    settings.put("retry_on_failure", retries());
    return settings;
  }

  private static Duration delay() {
    return Duration.ofSeconds(7);
  }

  private static RetryableException retryable(Duration delay) {
    return new RetryableException("later", delay, null);
  }

  private static PermanentException permanent() {
    return new PermanentException("never", null);
  }
}
