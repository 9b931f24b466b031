package dev.millrace.export;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.millrace.component.Acceptance;
import dev.millrace.component.ComponentId;
import dev.millrace.component.ComponentSettings;
import dev.millrace.component.ConsumeException;
import dev.millrace.component.Context;
import dev.millrace.component.ErrorTypes;
import dev.millrace.component.Host;
import dev.millrace.component.PermanentException;
import dev.millrace.component.RetryableException;
import dev.millrace.data.Batch;
import dev.millrace.data.Signal;
import dev.millrace.net.EventLoops;
import io.netty.channel.EventLoopGroup;
import io.netty.util.concurrent.EventExecutor;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * With a queue: the caller is answered when the queue has its batch, and whoever finds a free place
 * among the {@code num_consumers} requests under way sends the next batch.
 *
 * <p>A queue that keeps its batches beyond the end of the process is not drained when the exporter
 * stops: what is under way may end, the rest is sent after the next start.
 *
 * <p>Threading: any thread. The lock is held to read the queue and to gather; that cuts a batch
 * when it is over {@code max_size}. Batches are sent outside it, by the thread that brought one or
 * on which a request ended.
 */
final class QueuedLane implements Lane {
  private final QueueConfig config;
  private final BatchQueue queue;
  private final boolean isDurable;
  private final Dispatcher dispatcher;
  private final QueueTelemetry telemetry;
  private final EventExecutor loop;
  private final EventLoopGroup loops;
  private final CompletableFuture<Void> drained = new CompletableFuture<>();
  private final Object lock = new Object();

  @GuardedBy("lock")
  private final Batcher batcher;

  @GuardedBy("lock")
  private int sending;

  @GuardedBy("lock")
  private @Nullable Future<?> timer;

  @GuardedBy("lock")
  private boolean closing;

  QueuedLane(ComponentSettings settings, QueueConfig config, Signal signal, Dispatcher dispatcher) {
    this.config = config;
    ComponentId storage = config.storage();
    this.queue =
        storage == null
            ? new MemoryQueue(config, settings.memory())
            : new PersistentQueue(settings, config, storage, signal, dispatcher::corrupt);
    this.isDurable = queue.acceptance() == Acceptance.DURABLE;
    this.dispatcher = dispatcher;
    this.telemetry = new QueueTelemetry(settings, signal, queue);
    this.loop = settings.eventLoop();
    this.loops = EventLoops.group(loop);
    this.batcher = new Batcher(signal, config.batch());
    queue.onReady(this::pumpElsewhere);
  }

  @Override
  public CompletionStage<Void> start(Host host) {
    return queue.start(host);
  }

  @Override
  public void resume() {
    pump();
  }

  @Override
  public CompletionStage<Void> consume(Batch batch, Context context) {
    telemetry.offered(batch);
    CompletableFuture<Void> result = config.waitForResult() ? new CompletableFuture<>() : null;
    CompletionStage<Void> taken = queue.offer(batch, context, result);
    CompletableFuture<Void> answer = taken.toCompletableFuture();
    if (answer.isDone() && !answer.isCompletedExceptionally()) {
      pump();
    } else {
      taken = taken.whenComplete((done, failure) -> heard(failure, batch.itemCount()));
    }
    return result == null ? taken : taken.thenCompose(done -> result);
  }

  /** What a queue says that does not take a batch at once. */
  private void heard(@Nullable Throwable failure, int items) {
    if (failure == null) {
      pumpElsewhere();
      return;
    }
    ConsumeException cause =
        failure instanceof ConsumeException known
            ? known
            : new PermanentException("the sending queue failed: " + failure, failure);
    DropReason reason =
        cause.getCause() instanceof IOException ? DropReason.STORAGE : DropReason.QUEUE_FULL;
    dispatcher.refused(cause, isClosing() ? null : reason, items);
  }

  private boolean isClosing() {
    synchronized (lock) {
      return closing;
    }
  }

  /** Leaves the thread that brought the news, which may be the one that the disk needs. */
  private void pumpElsewhere() {
    if (!isDurable) {
      pump();
      return;
    }
    try {
      loops.next().execute(this::pump);
    } catch (RejectedExecutionException e) {
      pump(); // the loops have stopped: the process is about to end
    }
  }

  /** Sends as much as there is and places are free. */
  private void pump() {
    Parcel parcel = next();
    while (parcel != null) {
      send(parcel);
      parcel = next();
    }
  }

  /** Takes a place and what is to be sent; null when there is none of either. */
  private @Nullable Parcel next() {
    synchronized (lock) {
      if (sending >= config.numConsumers() || (closing && isDurable)) {
        return null;
      }
      Parcel parcel = batcher.poll();
      BatchQueue.Entry entry = parcel == null ? queue.poll() : null;
      while (entry != null) {
        batcher.add(entry, now());
        parcel = batcher.poll();
        entry = parcel == null ? queue.poll() : null;
      }
      if (parcel == null && closing) {
        batcher.flushAll();
        parcel = batcher.poll();
      }
      setTimer();
      if (parcel != null) {
        sending++;
      }
      return parcel;
    }
  }

  private void send(Parcel parcel) {
    if (config.batch() != null) {
      telemetry.gathered(parcel.batch());
    }
    AtomicBoolean isLeft = new AtomicBoolean(); // by the pump of this thread
    dispatcher
        .dispatch(parcel.batch(), parcel.context())
        .whenComplete((outcome, none) -> {
          release();
          if (!dispatcher.isKept(outcome)) {
            parcel.settle(outcome.failure());
          }
          if (!isLeft.compareAndSet(false, true)) {
            pump(); // else the loop that sent it goes on by itself, and the stack stays flat
          }
          checkDrained();
        });
    isLeft.set(true);
  }

  private void release() {
    synchronized (lock) {
      sending--;
    }
  }

  @GuardedBy("lock")
  private void setTimer() {
    Long wait = timer != null || closing ? null : batcher.waitNanos(now());
    if (wait == null) {
      return;
    }
    try {
      timer = loop.schedule(this::flush, wait, TimeUnit.NANOSECONDS);
    } catch (RejectedExecutionException e) {
      batcher.flushAll(); // the loops have stopped: the process is about to end
    }
  }

  private void flush() {
    synchronized (lock) {
      timer = null;
      batcher.flushDue(now());
      setTimer();
    }
    pump();
  }

  private long now() {
    return loop.ticker().nanoTime();
  }

  @Override
  public CompletionStage<Void> close(long deadlineNanos) {
    queue.close();
    synchronized (lock) {
      closing = true;
      if (timer != null) {
        timer.cancel(false);
      }
    }
    dispatcher.close(deadlineNanos);
    if (isDurable) {
      dispatcher.leave();
    }
    pump();
    checkDrained();
    return drained
        .thenCompose(done -> queue.end())
        .thenRun(() -> {
          telemetry.close();
          dispatcher.end(queue.keptItems());
        });
  }

  private void checkDrained() {
    boolean isDrained;
    synchronized (lock) {
      boolean isEmpty = isDurable || batcher.isEmpty();
      isDrained = closing && sending == 0 && isEmpty && queue.isDrained();
    }
    if (isDrained) {
      drained.complete(null);
    }
  }

  @Override
  public void abandon() {
    RetryableException failure =
        new RetryableException("the collector is stopping", null, null, ErrorTypes.SHUTDOWN);
    Parcel parcel = isDurable ? null : left();
    while (parcel != null) {
      dispatcher.leftBehind(parcel.batch().itemCount(), failure);
      parcel.settle(failure);
      parcel = left();
    }
    dispatcher.abandon();
    checkDrained();
  }

  /** What waits, whether or not a place is free. */
  private @Nullable Parcel left() {
    synchronized (lock) {
      BatchQueue.Entry entry = queue.poll();
      if (entry != null) {
        batcher.add(entry, now());
      }
      batcher.flushAll();
      return batcher.poll();
    }
  }
}
