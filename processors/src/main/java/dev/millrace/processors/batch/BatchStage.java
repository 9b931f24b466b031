package dev.millrace.processors.batch;

import dev.millrace.component.Acceptance;
import dev.millrace.component.ComponentSettings;
import dev.millrace.component.Consumer;
import dev.millrace.component.Context;
import dev.millrace.component.Host;
import dev.millrace.component.Processor;
import dev.millrace.data.Batch;
import dev.millrace.data.Signal;
import io.netty.util.concurrent.ScheduledFuture;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Gathers batches of one signal until they hold enough items or have waited long enough; how its
 * callers are answered depends on what the next component promises (DESIGN section 2).
 *
 * <p>Threading: {@link #consume} may be called from any event loop. Ownership: batches are
 * immutable and kept until they are sent on.
 */
final class BatchStage implements Processor {
  private final ComponentSettings settings;
  private final BatchConfig config;
  private final Signal signal;
  private final Consumer next;
  private final BatchTelemetry telemetry;
  private volatile @Nullable Gatherer gatherer;

  BatchStage(ComponentSettings settings, BatchConfig config, Signal signal, Consumer next) {
    this.settings = settings;
    this.config = config;
    this.signal = signal;
    this.next = next;
    this.telemetry = new BatchTelemetry(settings, signal, this::combinations);
  }

  private int combinations() {
    Gatherer running = gatherer;
    return running == null ? 0 : running.combinations();
  }

  @Override
  public CompletionStage<Void> start(Host host) {
    Shards shards = new Shards(config, signal);
    gatherer =
        next.acceptance() == Acceptance.DURABLE
            ? new GroupCommit(config, shards, next, telemetry)
            : new EarlyAnswer(config, shards, settings, next, telemetry);
    return CompletableFuture.completedFuture(null);
  }

  @Override
  public CompletionStage<Void> consume(Batch batch, Context context) {
    Gatherer running = gatherer;
    return running == null ? Refusals.stopped() : running.consume(batch, context);
  }

  /** What is answered is the next one's word. */
  @Override
  public Acceptance acceptance() {
    return next.acceptance();
  }

  @Override
  public boolean reusesCompressed() {
    return next.reusesCompressed();
  }

  /**
   * Sends on what it has, and waits for the answers during half of the grace: the rest belongs to
   * those behind it, who have the batches by then.
   */
  @Override
  public CompletionStage<Void> shutdown(Duration grace) {
    telemetry.close();
    Gatherer running = gatherer;
    if (running == null) {
      return CompletableFuture.completedFuture(null);
    }
    CompletionStage<Void> drained = running.shutdown();
    if (drained.toCompletableFuture().isDone()) {
      return drained;
    }
    CompletableFuture<Void> stopped = new CompletableFuture<>();
    ScheduledFuture<?> limit =
        settings
            .eventLoop()
            .schedule(() -> stopped.complete(null), grace.toNanos() / 2, TimeUnit.NANOSECONDS);
    drained.whenComplete((done, failure) -> {
      limit.cancel(false);
      stopped.complete(null);
    });
    return stopped;
  }
}
