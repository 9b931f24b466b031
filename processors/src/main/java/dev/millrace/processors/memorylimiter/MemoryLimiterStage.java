package dev.millrace.processors.memorylimiter;

import dev.millrace.component.Acceptance;
import dev.millrace.component.Consumer;
import dev.millrace.component.Context;
import dev.millrace.component.Host;
import dev.millrace.component.Processor;
import dev.millrace.component.RetryableException;
import dev.millrace.component.memory.MemoryLimiter;
import dev.millrace.data.Batch;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Passes batches on, or refuses them while the heap is too full.
 *
 * <p>Threading: {@link #consume} may be called from any event loop. Keeps nothing.
 */
final class MemoryLimiterStage implements Processor {
  private final MemoryLimiter limiter;
  private final MemoryLimiterTelemetry telemetry;
  private final Consumer next;
  private volatile boolean running;

  MemoryLimiterStage(MemoryLimiter limiter, MemoryLimiterTelemetry telemetry, Consumer next) {
    this.limiter = limiter;
    this.telemetry = telemetry;
    this.next = next;
  }

  @Override
  public CompletionStage<Void> start(Host host) {
    limiter.start();
    running = true;
    return CompletableFuture.completedFuture(null);
  }

  @Override
  public CompletionStage<Void> consume(Batch batch, Context context) {
    if (!running) {
      return CompletableFuture.failedFuture(new RetryableException("the collector is stopping"));
    }
    RetryableException refusal = limiter.refusal();
    if (refusal != null) {
      telemetry.refused(batch.itemCount());
      return CompletableFuture.failedFuture(refusal);
    }
    telemetry.accepted(batch.itemCount());
    return next.consume(batch, context);
  }

  @Override
  public Acceptance acceptance() {
    return next.acceptance();
  }

  @Override
  public boolean reusesCompressed() {
    return next.reusesCompressed();
  }

  @Override
  public CompletionStage<Void> shutdown(Duration grace) {
    running = false;
    limiter.stop();
    return CompletableFuture.completedFuture(null);
  }
}
