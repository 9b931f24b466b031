package dev.millrace.processors.resource;

import dev.millrace.component.Acceptance;
import dev.millrace.component.ComponentId;
import dev.millrace.component.ComponentSettings;
import dev.millrace.component.Consumer;
import dev.millrace.component.Context;
import dev.millrace.component.Host;
import dev.millrace.component.Processor;
import dev.millrace.component.RetryableException;
import dev.millrace.data.Batch;
import dev.millrace.data.rewrite.BatchRewrite;
import dev.millrace.processing.actions.AttributeActions;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Changes the attributes of each resource, and passes the batch on.
 *
 * <p>Threading: {@link #consume} may be called from any event loop; the caller does the work.
 * Ownership: keeps nothing.
 */
final class ResourceStage implements Processor {
  private final ComponentId id;
  private final Consumer next;
  private final AttributeActions actions;
  private volatile boolean isRunning;

  ResourceStage(ComponentSettings settings, ResourceConfig config, Consumer next) {
    this.id = settings.id();
    this.next = next;
    this.actions = new AttributeActions(config.attributes(), settings.logger());
  }

  @Override
  public CompletionStage<Void> start(Host host) {
    isRunning = true;
    return CompletableFuture.completedFuture(null);
  }

  @Override
  public CompletionStage<Void> consume(Batch batch, Context context) {
    if (!isRunning) {
      return CompletableFuture.failedFuture(
          new RetryableException(id + " is not running; send again later"));
    }
    Batch changed = BatchRewrite.resources(batch, actions.growthBytes(), actions.begin(context));
    return next.consume(changed, context);
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
