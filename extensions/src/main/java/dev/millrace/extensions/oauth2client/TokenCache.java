package dev.millrace.extensions.oauth2client;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.millrace.component.RetryableException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/**
 * The token in use. It is replaced in time before its end, while it still serves; only where none
 * is valid does a request wait. One is asked for at a time, and after a failure not before a while:
 * 1 s, doubling up to 30 s.
 *
 * <p>Threading: any thread.
 */
@SuppressWarnings("FutureReturnValueIgnored") // the callback ends what requests wait for
final class TokenCache {
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

  private final Supplier<CompletionStage<Token>> source;
  private final Duration buffer;
  private final LongSupplier nanoClock;
  private final Logger logger;
  private final Object lock = new Object();

  @GuardedBy("lock")
  private @Nullable Held held;

  @GuardedBy("lock")
  private @Nullable CompletableFuture<String> fetching;

  @GuardedBy("lock")
  private @Nullable Failed failed;

  /** A token; the times are null when it has no end. */
  private record Held(String authorization, @Nullable Long refreshNanos, @Nullable Long endNanos) {}

  private record Failed(String why, Throwable cause, Duration pause, long untilNanos) {}

  /**
   * @param buffer how long before its end a token is replaced; a short-lived one in the middle of
   *     its life
   */
  TokenCache(
      Supplier<CompletionStage<Token>> source,
      Duration buffer,
      LongSupplier nanoClock,
      Logger logger) {
    this.source = source;
    this.buffer = buffer;
    this.nanoClock = nanoClock;
    this.logger = logger;
  }

  /** The header's value; fails as retryable. */
  CompletionStage<String> authorization() {
    String valid = null;
    CompletableFuture<String> fetch;
    synchronized (lock) {
      long now = nanoClock.getAsLong();
      Held token = held;
      if (token != null && isBefore(now, token.endNanos())) {
        valid = token.authorization();
      }
      boolean isFresh = token != null && valid != null && isBefore(now, token.refreshNanos());
      if (isFresh || (valid != null && (fetching != null || isPaused(now)))) {
        return CompletableFuture.completedFuture(valid);
      }
      if (fetching != null) {
        return fetching.copy();
      }
      if (isPaused(now)) {
        return CompletableFuture.failedFuture(retryable());
      }
      fetch = new CompletableFuture<>();
      fetching = fetch;
    }
    source.get().whenComplete((token, failure) -> fetched(fetch, token, failure));
    return valid == null ? fetch.copy() : CompletableFuture.completedFuture(valid);
  }

  private static boolean isBefore(long now, @Nullable Long endNanos) {
    return endNanos == null || now - endNanos < 0;
  }

  @GuardedBy("lock")
  private boolean isPaused(long now) {
    Failed last = failed;
    return last != null && now - last.untilNanos() < 0;
  }

  @GuardedBy("lock")
  private RetryableException retryable() {
    Failed last = failed;
    return last == null
        ? new RetryableException("no token")
        : new RetryableException(last.why(), null, last.cause());
  }

  private void fetched(
      CompletableFuture<String> fetch, @Nullable Token token, @Nullable Throwable failure) {
    RetryableException trouble = null;
    boolean isReplacement;
    synchronized (lock) {
      fetching = null;
      long now = nanoClock.getAsLong();
      isReplacement = held != null;
      if (token != null) {
        failed = null;
        held = held(token, now);
      } else {
        note(failure, now);
        trouble = retryable();
      }
    }
    if (token != null) {
      fetch.complete(token.authorization());
    } else if (trouble != null) {
      if (isReplacement) { // nobody else may hear of it: the old one may serve for a while
        logger.warn("{}; asking again later", trouble.getMessage());
      }
      fetch.completeExceptionally(trouble);
    }
  }

  private Held held(Token token, long now) {
    Duration lifetime = token.lifetime();
    if (lifetime == null) {
      return new Held(token.authorization(), null, null);
    }
    Duration half = lifetime.dividedBy(2);
    Duration early = lifetime.minus(buffer);
    Duration refresh = early.compareTo(half) > 0 ? early : half;
    return new Held(token.authorization(), now + refresh.toNanos(), now + lifetime.toNanos());
  }

  @GuardedBy("lock")
  private void note(@Nullable Throwable failure, long now) {
    Throwable cause =
        failure instanceof CompletionException && failure.getCause() != null
            ? failure.getCause()
            : failure == null ? new IllegalStateException("no token") : failure;
    Duration pause = failed == null ? FIRST_PAUSE : failed.pause().multipliedBy(2);
    Duration bounded = pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause;
    failed =
        new Failed(String.valueOf(cause.getMessage()), cause, bounded, now + bounded.toNanos());
  }
}
