package dev.millrace.export;

import dev.millrace.component.Context;
import dev.millrace.component.ErrorTypes;
import dev.millrace.component.RetryableException;
import dev.millrace.data.Batch;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.ScheduledFuture;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

/**
 * Ends an attempt that takes too long, as a retryable failure: the future that the sender gave is
 * cancelled, and what it says later is not heard.
 *
 * <p>Threading: any thread; the timer is the event loop's.
 */
final class TimeoutStage implements Sender {
  private final Sender next;
  private final Duration timeout;
  private final EventExecutor loop;

  TimeoutStage(Sender next, Duration timeout, EventExecutor loop) {
    this.next = next;
    this.timeout = timeout;
    this.loop = loop;
  }

  @Override
  public CompletionStage<Void> send(Batch batch, Context context) {
    CompletionStage<Void> sent = next.send(batch, context);
    if (sent.toCompletableFuture().isDone()) {
      return sent;
    }
    Answer answer = new Answer(sent);
    ScheduledFuture<?> timer;
    try {
      timer = loop.schedule(() -> expire(answer), timeout.toNanos(), TimeUnit.NANOSECONDS);
    } catch (RejectedExecutionException e) {
      return sent; // the loops have stopped: the process is about to end
    }
    sent.whenComplete((done, failure) -> {
      timer.cancel(false);
      if (failure == null) {
        answer.complete(null);
      } else {
        answer.completeExceptionally(failure);
      }
    });
    return answer;
  }

  private void expire(Answer answer) {
    RetryableException failure =
        new RetryableException(
            "no answer within the timeout of %d ms".formatted(timeout.toMillis()),
            null,
            null,
            ErrorTypes.DEADLINE);
    if (answer.completeExceptionally(failure)) {
      answer.abort();
    }
  }

  /** Who gives it up gives the attempt up. */
  private static final class Answer extends CompletableFuture<Void> {
    private final CompletionStage<Void> sent;

    Answer(CompletionStage<Void> sent) {
      this.sent = sent;
    }

    @Override
    public boolean cancel(boolean mayInterruptIfRunning) {
      boolean cancelled = super.cancel(mayInterruptIfRunning);
      abort();
      return cancelled;
    }

    void abort() {
      sent.toCompletableFuture().cancel(false);
    }
  }
}
