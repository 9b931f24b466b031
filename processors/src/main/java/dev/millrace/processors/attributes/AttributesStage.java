package dev.millrace.processors.attributes;

import dev.millrace.component.Acceptance;
import dev.millrace.component.ComponentId;
import dev.millrace.component.ComponentSettings;
import dev.millrace.component.Consumer;
import dev.millrace.component.Context;
import dev.millrace.component.Host;
import dev.millrace.component.Processor;
import dev.millrace.component.RetryableException;
import dev.millrace.component.StartException;
import dev.millrace.data.Batch;
import dev.millrace.data.Signal;
import dev.millrace.data.rewrite.AttributesVisitor;
import dev.millrace.data.rewrite.BatchRewrite;
import dev.millrace.processing.actions.AttributeActions;
import dev.millrace.processing.match.MatchConfig;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Changes the attributes of the items that match, and passes the batch on.
 *
 * <p>Threading: {@link #consume} may be called from any event loop; the caller does the work.
 * Ownership: keeps nothing.
 */
final class AttributesStage implements Processor {
  private final ComponentId id;
  private final MatchConfig match;
  private final Signal signal;
  private final Consumer next;
  private final AttributeActions actions;
  private volatile boolean isRunning;

  AttributesStage(
      ComponentSettings settings, AttributesConfig config, Signal signal, Consumer next) {
    this.id = settings.id();
    this.match = config.match();
    this.signal = signal;
    this.next = next;
    this.actions = new AttributeActions(config.actions(), settings.logger());
  }

  @Override
  public CompletionStage<Void> start(Host host) {
    String problem = match.problemFor(signal);
    if (problem != null) {
      return CompletableFuture.failedFuture(new StartException(problem, null));
    }
    isRunning = true;
    return CompletableFuture.completedFuture(null);
  }

  @Override
  public CompletionStage<Void> consume(Batch batch, Context context) {
    if (!isRunning) {
      return CompletableFuture.failedFuture(
          new RetryableException(id + " is not running; send again later"));
    }
    AttributesVisitor visitor = match.guard(signal, actions.begin(context));
    return next.consume(BatchRewrite.items(batch, actions.growthBytes(), visitor), context);
  }

  /** What is answered is the next one's word. */
  @Override
  public Acceptance acceptance() {
    return next.acceptance();
  }

  @Override
  public CompletionStage<Void> shutdown(Duration grace) {
    isRunning = false;
    return CompletableFuture.completedFuture(null);
  }
}
