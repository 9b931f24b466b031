package dev.millrace.extensions.memorylimiter;

import dev.millrace.component.Host;
import dev.millrace.component.RetryableException;
import dev.millrace.component.ServerGate;
import dev.millrace.component.memory.MemoryLimiter;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * A gate that is shut while the heap is too full.
 *
 * <p>Threading: {@link #refusal} may be called from any event loop.
 */
final class MemoryLimiterExtension implements ServerGate {
  private final MemoryLimiter limiter;

  MemoryLimiterExtension(MemoryLimiter limiter) {
    this.limiter = limiter;
  }

  @Override
  public CompletionStage<Void> start(Host host) {
    limiter.start();
    return CompletableFuture.completedFuture(null);
  }

  @Override
  public @Nullable RetryableException refusal() {
    return limiter.refusal();
  }

  @Override
  public CompletionStage<Void> shutdown(Duration grace) {
    limiter.stop();
    return CompletableFuture.completedFuture(null);
  }
}
