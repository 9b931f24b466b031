package dev.millrace.export;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.millrace.component.Context;
import dev.millrace.component.Host;
import dev.millrace.component.RetryableException;
import dev.millrace.data.Batch;
import dev.millrace.net.ByteBudget;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Without a queue: the caller waits until its batch was sent, retries included.
 *
 * <p>Threading: any thread; a lock around the count. Bounds: batches of {@value
 * #MAX_IN_FLIGHT_BYTES} retained bytes under way; what comes beyond is refused as retryable.
 */
final class DirectLane implements Lane {
  private static final long MAX_IN_FLIGHT_BYTES = 128L << 20;

  private final Dispatcher dispatcher;
  private final ByteBudget inFlight = new ByteBudget(MAX_IN_FLIGHT_BYTES);
  private final CompletableFuture<Void> drained = new CompletableFuture<>();
  private final Object lock = new Object();

  @GuardedBy("lock")
  private int active;

  @GuardedBy("lock")
  private boolean closed;

  DirectLane(Dispatcher dispatcher) {
    this.dispatcher = dispatcher;
  }

  @Override
  public CompletionStage<Void> start(Host host) {
    return CompletableFuture.completedFuture(null);
  }

  @Override
  public void resume() {} // nothing is kept

  @Override
  public CompletionStage<Void> consume(Batch batch, Context context) {
    synchronized (lock) {
      if (closed) {
        return CompletableFuture.failedFuture(new RetryableException("the collector is stopping"));
      }
      active++;
    }
    long bytes = batch.retainedBytes();
    if (!inFlight.tryReserve(bytes)) {
      finished();
      return refuse(batch);
    }
    CompletableFuture<Void> answer = new CompletableFuture<>();
    dispatcher
        .dispatch(batch, context)
        .whenComplete((outcome, none) -> {
          if (outcome.failure() == null) {
            answer.complete(null);
          } else {
            answer.completeExceptionally(outcome.failure());
          }
          inFlight.release(bytes);
          finished();
        });
    return answer;
  }

  private CompletionStage<Void> refuse(Batch batch) {
    RetryableException failure =
        new RetryableException("too much is under way to the backend; send again later");
    dispatcher.refused(failure, DropReason.BACKPRESSURE, batch.itemCount());
    return CompletableFuture.failedFuture(failure);
  }

  private void finished() {
    boolean isLast;
    synchronized (lock) {
      active--;
      isLast = closed && active == 0;
    }
    if (isLast) {
      drained.complete(null);
    }
  }

  @Override
  public CompletionStage<Void> close(long deadlineNanos) {
    boolean isIdle;
    synchronized (lock) {
      closed = true;
      isIdle = active == 0;
    }
    dispatcher.close(deadlineNanos);
    if (isIdle) {
      drained.complete(null);
    }
    return drained.thenRun(() -> dispatcher.end(0));
  }

  @Override
  public void abandon() {
    dispatcher.abandon();
  }
}
