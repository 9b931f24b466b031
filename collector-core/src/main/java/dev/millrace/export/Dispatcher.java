package dev.millrace.export;

import dev.millrace.component.ComponentSettings;
import dev.millrace.component.ConsumeException;
import dev.millrace.component.Context;
import dev.millrace.component.Meter.Registration;
import dev.millrace.component.PartialException;
import dev.millrace.component.PermanentException;
import dev.millrace.data.Batch;
import dev.millrace.data.Signal;
import dev.millrace.telemetry.DropTelemetry;
import dev.millrace.telemetry.ExporterTelemetry;
import dev.millrace.telemetry.QueueMetrics;
import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * Sends the batches of one signal, and counts and logs what became of them.
 *
 * <p>Threading: any thread.
 */
final class Dispatcher {
  private final RetryStage retry;
  private final boolean ownsData;
  private final boolean isDurable;
  private final FailureLog log;
  private final ExporterTelemetry telemetry;
  private final DropTelemetry<DropReason> drops;
  private final LongAdder inFlight = new LongAdder();
  private final LongAdder leftBehind = new LongAdder();
  private final Registration gauge;
  private final Signal signal;

  Dispatcher(ComponentSettings settings, SendingConfig config, Sender sender, Signal signal) {
    Sender attempt =
        config.timeout().isZero()
            ? sender
            : new TimeoutStage(sender, config.timeout(), settings.eventLoop());
    this.signal = signal;
    QueueConfig queue = config.queue();
    this.ownsData = queue != null && !queue.waitForResult();
    this.isDurable = queue != null && queue.storage() != null;
    this.log = new FailureLog(settings.logger(), config);
    this.retry = new RetryStage(attempt, config.retry(), settings.eventLoop(), log);
    this.telemetry = new ExporterTelemetry(settings, signal);
    this.drops = new DropTelemetry<>(settings, signal, DropReason.class);
    this.gauge =
        settings
            .meter()
            .gauge(
                QueueMetrics.IN_FLIGHT,
                Map.of("exporter", settings.id().toString(), "data_type", signal.text()),
                () -> (double) inFlight.sum());
  }

  /** Never completes exceptionally. */
  CompletionStage<Outcome> dispatch(Batch batch, Context context) {
    inFlight.increment();
    int items = batch.itemCount();
    return inOrder(batch.requests().iterator(), context)
        .whenComplete((outcome, none) -> {
          inFlight.decrement();
          count(outcome, items);
        });
  }

  /** One request after the other, until one fails: only profiles are more than one. */
  private CompletionStage<Outcome> inOrder(Iterator<Batch> requests, Context context) {
    CompletionStage<Outcome> outcome = retry.send(requests.next(), context);
    return requests.hasNext()
        ? outcome.thenCompose(first ->
            first.failure() == null
                ? inOrder(requests, context)
                : CompletableFuture.completedFuture(first))
        : outcome;
  }

  private void count(Outcome outcome, int items) {
    if (isKept(outcome)) {
      return;
    }
    long dropped = outcome.droppedItems(items);
    ConsumeException failure = outcome.failure();
    telemetry.sent(failure instanceof PartialException || failure == null ? items - dropped : 0);
    if (failure == null) {
      return;
    }
    countDropped(outcome, dropped);
    if (failure instanceof PartialException) {
      log.partial(failure, dropped);
      return;
    }
    telemetry.sendFailed(dropped, failure);
    if (ownsData) {
      log.dropped(failure, dropped);
    } else {
      log.rejected(failure, dropped);
    }
  }

  /** Whether what was not sent waits on disk for the next start. */
  boolean isKept(Outcome outcome) {
    return isDurable && outcome.reason() == DropReason.SHUTDOWN;
  }

  private void countDropped(Outcome outcome, long items) {
    DropReason reason = outcome.reason();
    if (reason != null) {
      drops.dropped(reason, items);
      if (reason == DropReason.SHUTDOWN && ownsData) {
        leftBehind.add(items);
      }
    } else if (outcome.failure() instanceof PermanentException permanent) {
      drops.droppedForGood(permanent.code(), items);
    }
  }

  /**
   * The queue did not take a batch, and its sender is told.
   *
   * @param reason null while the exporter stops
   */
  void refused(ConsumeException failure, @Nullable DropReason reason, int items) {
    telemetry.enqueueFailed(items);
    countDropped(
        new Outcome(failure, failure instanceof PermanentException ? null : reason), items);
    log.rejected(failure, items);
  }

  /** Items that a corrupt record on disk has cost. */
  void corrupt(long items) {
    drops.dropped(DropReason.CORRUPT, items);
  }

  /** A batch that waited when the time to stop was over. */
  void leftBehind(int items, ConsumeException failure) {
    drops.dropped(DropReason.SHUTDOWN, items);
    telemetry.sendFailed(items, failure);
    if (ownsData) {
      leftBehind.add(items);
    }
  }

  void close(long deadlineNanos) {
    retry.close(deadlineNanos);
  }

  /** Ends what waits to be tried again; what is under way may end by itself. */
  void leave() {
    retry.leave();
  }

  /** Ends what is under way; its callers are told before this returns. */
  void abandon() {
    retry.abandon();
  }

  /**
   * Says what could not be sent, if there is something.
   *
   * @param keptItems items that wait on disk for the next start
   */
  void end(long keptItems) {
    gauge.close();
    long items = leftBehind.sum();
    if (items > 0) {
      log.leftBehind(signal.text(), items);
    }
    if (keptItems > 0) {
      log.kept(signal.text(), keptItems);
    }
  }
}
