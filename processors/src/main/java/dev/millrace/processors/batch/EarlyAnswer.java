package dev.millrace.processors.batch;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.millrace.component.ComponentSettings;
import dev.millrace.component.ConsumeException;
import dev.millrace.component.Consumer;
import dev.millrace.component.Context;
import dev.millrace.component.RetainedBytes;
import dev.millrace.data.Batch;
import dev.millrace.export.Gathering;
import dev.millrace.export.Parcel;
import dev.millrace.export.Receipt;
import dev.millrace.processors.batch.BatchTelemetry.Trigger;
import dev.millrace.processors.batch.WaitingCallers.Waiting;
import io.netty.util.concurrent.EventExecutor;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Before a neighbour that keeps batches in memory: callers are answered at once, since waiting
 * would gain them nothing.
 *
 * <p>Threading: any thread. The lock is held to append and to take; who fills a shard cuts and
 * sends it outside. Bounds: {@value #MAX_SENDS} departures that are not answered yet, and in each
 * shard what triggers one more; beyond that callers wait, see {@link WaitingCallers}.
 */
final class EarlyAnswer implements Gatherer {
  static final int MAX_SENDS = 8;

  private static final CompletableFuture<Void> TAKEN = CompletableFuture.completedFuture(null);

  private final BatchConfig config;
  private final EventExecutor loop;
  private final RetainedBytes memory;
  private final Consumer next;
  private final BatchTelemetry telemetry;
  private final CompletableFuture<Void> drained = new CompletableFuture<>();
  private final Object lock = new Object();

  @GuardedBy("lock")
  private final Shards shards;

  @GuardedBy("lock")
  private final Queue<Shard> due = new ArrayDeque<>();

  @GuardedBy("lock")
  private final WaitingCallers waiting = new WaitingCallers();

  @GuardedBy("lock")
  private int sending;

  @GuardedBy("lock")
  private boolean closed;

  @GuardedBy("lock")
  private @Nullable Future<?> flushTimer;

  @GuardedBy("lock")
  private @Nullable Future<?> waitTimer;

  EarlyAnswer(
      BatchConfig config,
      Shards shards,
      ComponentSettings settings,
      Consumer next,
      BatchTelemetry telemetry) {
    this.config = config;
    this.shards = shards;
    this.loop = settings.eventLoop();
    this.memory = settings.memory();
    this.next = next;
    this.telemetry = telemetry;
  }

  @Override
  public CompletionStage<Void> consume(Batch batch, Context context) {
    Place place;
    CompletableFuture<Void> answer = TAKEN;
    synchronized (lock) {
      if (closed) {
        return Refusals.stopped();
      }
      if (batch.itemCount() == 0) {
        return TAKEN;
      }
      Shard shard = shards.of(context);
      place = place(shard);
      if (shard != null && place == Place.IN) {
        add(shard, batch);
      } else if (shard != null && place == Place.WAITING) {
        answer = await(shard, batch);
      }
    }
    return switch (place) {
      case NONE -> Refusals.tooManyCombinations(telemetry, batch.itemCount());
      case FULL -> Refusals.congested(telemetry, batch.itemCount());
      case IN, WAITING -> {
        pump();
        yield answer;
      }
    };
  }

  @GuardedBy("lock")
  private Place place(@Nullable Shard shard) {
    if (shard == null) {
      return Place.NONE;
    }
    if (waiting.isEmpty() && hasRoom(shard)) {
      return Place.IN;
    }
    return waiting.isFull() ? Place.FULL : Place.WAITING;
  }

  @GuardedBy("lock")
  private CompletableFuture<Void> await(Shard shard, Batch batch) {
    Waiting caller = waiting.add(shard, batch, now());
    if (waitTimer == null) {
      waitTimer = schedule(this::refuseLate, caller.deadlineNanos() - now());
    }
    return caller.answer();
  }

  @GuardedBy("lock")
  private boolean hasRoom(Shard shard) {
    return sending + due.size() < MAX_SENDS || shard.gathering().size() < config.triggerItems();
  }

  @GuardedBy("lock")
  private void add(Shard shard, Batch batch) {
    boolean isFirst = shard.gathering().isEmpty();
    shard.gathering().add(batch, shard.context, held(batch));
    added(shard, isFirst);
  }

  /** Who brought it is answered: from here on it is ours. */
  private Receipt held(Batch batch) {
    long bytes = batch.retainedBytes();
    memory.hold(bytes);
    return failure -> memory.letGo(bytes);
  }

  @GuardedBy("lock")
  private void added(Shard shard, boolean isFirst) {
    if (isFirst) {
      shard.deadlineNanos = now() + config.timeout().toNanos();
    }
    if (closed || shard.gathering().size() >= config.triggerItems()) {
      makeDue(shard);
    } else if (flushTimer == null) {
      flushTimer = schedule(this::flushLate, shard.deadlineNanos - now());
    }
  }

  @GuardedBy("lock")
  private void makeDue(Shard shard) {
    if (!shard.isDue) {
      shard.isDue = true;
      due.add(shard);
    }
  }

  private void pump() {
    Load load = nextLoad();
    while (load != null) {
      taken(load.admitted);
      if (send(load)) {
        ended();
      }
      load = nextLoad();
    }
  }

  private @Nullable Load nextLoad() {
    synchronized (lock) {
      Shard shard = sending < MAX_SENDS || closed ? due.poll() : null;
      if (shard == null) {
        return null;
      }
      shard.isDue = false;
      sending++;
      boolean isFull = shard.gathering().size() >= config.triggerItems();
      Gathering full = shard.swap();
      return new Load(shard, full, isFull ? Trigger.SIZE : Trigger.TIMEOUT, admit());
    }
  }

  private boolean send(Load load) {
    List<Parcel> parcels = load.gathering.take(config.sendBatchMaxSize());
    int end = parcels.size() - 1;
    if (load.trigger == Trigger.SIZE
        && parcels.get(end).batch().itemCount() < config.triggerItems()) {
      putBack(load.shard, parcels.get(end));
      parcels = parcels.subList(0, end);
    }
    return depart(parcels, load.trigger);
  }

  private boolean depart(List<Parcel> parcels, Trigger trigger) {
    return memory.handOver(() ->
        Departure.send(
            parcels,
            next,
            (parcel, failure) -> answered(parcel, failure, trigger),
            () -> {
              ended();
              pump();
            }));
  }

  /** What a cut left below the size waits for company again. */
  private void putBack(Shard shard, Parcel rest) {
    synchronized (lock) {
      boolean isFirst = shard.gathering().isEmpty();
      shard.gathering().add(rest);
      added(shard, isFirst);
    }
  }

  private void answered(Parcel parcel, @Nullable ConsumeException failure, Trigger trigger) {
    if (failure == null) {
      telemetry.sent(parcel.batch(), trigger);
    } else {
      telemetry.failed(failure, parcel.batch().itemCount());
    }
    parcel.settle(failure);
  }

  private void ended() {
    boolean isDrained;
    List<Waiting> admitted;
    synchronized (lock) {
      sending--;
      admitted = admit();
      isDrained = isDrained();
    }
    taken(admitted);
    if (isDrained) {
      drained.complete(null);
    }
  }

  /** Takes in who waits, in turn, as far as there is room. */
  @GuardedBy("lock")
  private List<Waiting> admit() {
    List<Waiting> admitted = new ArrayList<>();
    Waiting first = waiting.first();
    while (first != null && hasRoom(first.shard())) {
      add(first.shard(), first.batch());
      admitted.add(waiting.remove());
      first = waiting.first();
    }
    return admitted;
  }

  private static void taken(List<Waiting> admitted) {
    admitted.forEach(caller -> caller.answer().complete(null));
  }

  @GuardedBy("lock")
  private boolean isDrained() {
    return closed && sending == 0 && due.isEmpty();
  }

  private void flushLate() {
    synchronized (lock) {
      flushTimer = null;
      long wait = Long.MAX_VALUE;
      for (Shard shard : shards.all()) {
        long left = shard.deadlineNanos - now();
        if (!shard.gathering().isEmpty() && left <= 0) {
          makeDue(shard);
        } else if (!shard.gathering().isEmpty()) {
          wait = Math.min(wait, left);
        }
      }
      if (wait < Long.MAX_VALUE && !closed) {
        flushTimer = schedule(this::flushLate, wait);
      }
    }
    pump();
  }

  private void refuseLate() {
    List<Waiting> late;
    synchronized (lock) {
      waitTimer = null;
      late = waiting.removeLate(now());
      Waiting first = waiting.first();
      if (first != null) {
        waitTimer = schedule(this::refuseLate, first.deadlineNanos() - now());
      }
    }
    for (Waiting caller : late) {
      telemetry.refused(caller.batch().itemCount());
      caller.answer().completeExceptionally(Refusals.congestion());
    }
  }

  private @Nullable Future<?> schedule(Runnable task, long waitNanos) {
    try {
      return loop.schedule(task, waitNanos, TimeUnit.NANOSECONDS);
    } catch (RejectedExecutionException e) {
      return null; // the loops have stopped: the process is about to end
    }
  }

  private long now() {
    return loop.ticker().nanoTime();
  }

  @Override
  public int combinations() {
    synchronized (lock) {
      return shards.size();
    }
  }

  @Override
  public CompletionStage<Void> shutdown() {
    List<Waiting> refused;
    synchronized (lock) {
      closed = true;
      refused = waiting.removeAll();
      for (Shard shard : shards.all()) {
        if (!shard.gathering().isEmpty()) {
          makeDue(shard);
        }
      }
      cancel(flushTimer);
      cancel(waitTimer);
    }
    refused.forEach(caller -> caller.answer().completeExceptionally(Refusals.stopping()));
    pump();
    boolean isDrained;
    synchronized (lock) {
      isDrained = isDrained();
    }
    if (isDrained) {
      drained.complete(null);
    }
    return drained;
  }

  private static void cancel(@Nullable Future<?> timer) {
    if (timer != null) {
      timer.cancel(false);
    }
  }

  /** A full shard on its way, and who came in where it was. */
  private record Load(Shard shard, Gathering gathering, Trigger trigger, List<Waiting> admitted) {}

  /** Where a batch goes. */
  private enum Place {
    IN,
    WAITING,
    FULL,
    NONE
  }
}
