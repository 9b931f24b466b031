package dev.millrace.export;

import dev.millrace.component.Context;
import dev.millrace.component.PartialException;
import dev.millrace.component.RetryableException;
import dev.millrace.data.Batch;
import io.netty.util.concurrent.EventExecutor;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Offers each batch to the sender until it is sent, has failed for good, or its time is over.
 *
 * <p>While the exporter stops, waiting batches are tried at once, then at short intervals until the
 * grace is over: a backend that comes back in time gets them.
 *
 * <p>Threading: any thread; waiting is a timer of the event loop. Bounds: as many batches as the
 * callers have under way.
 */
final class RetryStage {
  private static final long CLOSING_INTERVAL_NANOS = Duration.ofSeconds(1).toNanos();
  // So many failures without a success between them are an outage, and no overload.
  private static final int OUTAGE = 5;
  private static final long LEAST_WAIT_NANOS = Duration.ofMillis(1).toNanos();

  private final Sender next;
  private final @Nullable RetryConfig config;
  private final EventExecutor loop;
  private final FailureLog log;
  private final Set<Delivery> active = ConcurrentHashMap.newKeySet();
  private final AtomicInteger failuresInARow = new AtomicInteger();

  private volatile boolean closing;
  private volatile boolean leaving;
  private volatile boolean abandoned;
  private volatile long closingDeadline;

  /**
   * @param config null for a single attempt
   */
  RetryStage(Sender next, @Nullable RetryConfig config, EventExecutor loop, FailureLog log) {
    this.next = next;
    this.config = config != null && config.enabled() ? config : null;
    this.loop = loop;
    this.log = log;
  }

  /** Never completes exceptionally. */
  CompletionStage<Outcome> send(Batch batch, Context context) {
    Delivery delivery = new Delivery(batch, context);
    active.add(delivery);
    if (abandoned) {
      delivery.abandon();
    } else {
      delivery.attempt();
    }
    return delivery.answer;
  }

  /** Gives what waits its last chance, until {@code deadlineNanos} of the loop's clock. */
  void close(long deadlineNanos) {
    closingDeadline = deadlineNanos;
    closing = true;
    active.forEach(Delivery::hurry);
  }

  /**
   * Ends what waits to be tried again, and what fails from here on: it is kept elsewhere. What is
   * under way may still succeed.
   */
  void leave() {
    leaving = true;
    active.forEach(Delivery::leave);
  }

  /** Ends everything that is under way or comes later: there is no time left. */
  void abandon() {
    abandoned = true;
    active.forEach(Delivery::abandon);
  }

  /** After an outage the first success tells that the others need not wait their time out. */
  private void reached() {
    if (failuresInARow.getAndSet(0) >= OUTAGE) {
      active.forEach(Delivery::resume);
    }
  }

  private long nowNanos() {
    return loop.ticker().nanoTime();
  }

  /** One batch on its way. */
  private final class Delivery {
    final CompletableFuture<Outcome> answer = new CompletableFuture<>();
    private final Batch batch;
    private final Context context;
    private final long startedNanos = nowNanos();

    private volatile @Nullable CompletableFuture<Void> attempt;
    private volatile @Nullable RetryableException last;
    private @Nullable Backoff backoff; // guarded by this, as is the timer
    private @Nullable Future<?> timer;

    Delivery(Batch batch, Context context) {
      this.batch = batch;
      this.context = context;
    }

    void attempt() {
      if (answer.isDone()) {
        return;
      }
      CompletionStage<Void> sent;
      try {
        sent = next.send(batch, context);
      } catch (RuntimeException e) {
        finish(Outcome.permanent(e));
        return;
      }
      attempt = sent.toCompletableFuture();
      sent.whenComplete((done, failure) -> answered(failure));
    }

    private void answered(@Nullable Throwable failure) {
      Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
      if (cause == null) {
        finish(Outcome.SENT);
        reached();
      } else if (cause instanceof PartialException partial) {
        finish(Outcome.partial(partial));
        reached();
      } else if (cause instanceof RetryableException retryable) {
        failuresInARow.incrementAndGet();
        last = retryable;
        retry(retryable);
      } else {
        finish(Outcome.permanent(cause));
      }
    }

    private void retry(RetryableException failure) {
      if (leaving) {
        finish(Outcome.stopped(failure));
        return;
      }
      RetryConfig retries = config;
      if (retries == null) {
        finish(Outcome.exhausted(failure, false));
        return;
      }
      synchronized (this) {
        long wait = waitNanos(retries, failure);
        long maxElapsed = retries.maxElapsedTime().toNanos();
        if (maxElapsed == 0 || nowNanos() + wait - startedNanos <= maxElapsed) {
          if (schedule(wait)) {
            log.willRetry(failure, wait);
            return;
          }
        }
      }
      finish(Outcome.exhausted(failure, true));
    }

    /** The server's delay counts when it is the longer one. */
    private long waitNanos(RetryConfig retries, RetryableException failure) {
      Backoff waits = backoff == null ? new Backoff(retries) : backoff;
      backoff = waits;
      long wait = Math.max(waits.nextNanos(), LEAST_WAIT_NANOS);
      if (closing) {
        wait = Math.min(wait, CLOSING_INTERVAL_NANOS);
      }
      Duration retryAfter = failure.retryAfter();
      if (retryAfter != null) {
        wait = Math.max(wait, retryAfter.toNanos());
      }
      long left = closingDeadline - CLOSING_INTERVAL_NANOS - nowNanos();
      return closing && left > 0 ? Math.min(wait, left) : wait;
    }

    private boolean schedule(long waitNanos) {
      if (answer.isDone()) {
        return true; // abandoned meanwhile
      }
      try {
        timer = loop.schedule(this::attempt, waitNanos, TimeUnit.NANOSECONDS);
        return true;
      } catch (RejectedExecutionException e) {
        return false; // the loops have stopped: the process is about to end
      }
    }

    /** Who was told by the server when to come again does not come earlier. */
    void resume() {
      RetryableException failure = last;
      if (failure != null && failure.retryAfter() == null) {
        hurry();
      }
    }

    synchronized void hurry() {
      if (timer != null && timer.cancel(false)) {
        timer = null;
        schedule(0);
      }
    }

    void leave() {
      boolean isWaiting;
      synchronized (this) {
        isWaiting = timer != null && timer.cancel(false);
      }
      if (isWaiting) {
        finish(Outcome.stopped(last));
      }
    }

    void abandon() {
      finish(Outcome.stopped(last));
      CompletableFuture<Void> pending = attempt;
      if (pending != null) {
        pending.cancel(false);
      }
      synchronized (this) {
        if (timer != null) {
          timer.cancel(false);
        }
      }
    }

    private void finish(Outcome outcome) {
      active.remove(this);
      answer.complete(outcome);
    }
  }
}
