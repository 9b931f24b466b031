package dev.millrace.connectors.forward;

import dev.millrace.component.Acceptance;
import dev.millrace.component.Connector;
import dev.millrace.component.Consumer;
import dev.millrace.component.Context;
import dev.millrace.component.Host;
import dev.millrace.component.Outputs;
import dev.millrace.component.PermanentException;
import dev.millrace.component.RetryableException;
import dev.millrace.data.Batch;
import dev.millrace.data.Signal;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Passes each batch on as it is, and the answer back.
 *
 * <p>Threading: any thread; keeps nothing.
 */
final class ForwardConnector implements Connector {
  private final Outputs next;
  private volatile boolean stopped;

  ForwardConnector(Outputs next) {
    this.next = next;
  }

  @Override
  public CompletionStage<Void> start(Host host) {
    return CompletableFuture.completedFuture(null);
  }

  @Override
  public CompletionStage<Void> consume(Batch batch, Context context) {
    if (stopped) {
      return CompletableFuture.failedFuture(new RetryableException("the collector is stopping"));
    }
    Consumer consumer = next.to(batch.signal());
    return consumer != null
        ? consumer.consume(batch, context)
        : CompletableFuture.failedFuture(
            new PermanentException("no pipeline takes " + batch.signal().text(), null));
  }

  @Override
  public Acceptance acceptance() {
    for (Signal signal : next.signals()) {
      Consumer consumer = next.to(signal);
      if (consumer != null && consumer.acceptance() == Acceptance.VOLATILE) {
        return Acceptance.VOLATILE;
      }
    }
    return Acceptance.DURABLE;
  }

  @Override
  public boolean reusesCompressed() {
    return next.signals().stream()
        .map(next::to)
        .anyMatch(consumer -> consumer != null && consumer.reusesCompressed());
  }

  @Override
  public CompletionStage<Void> shutdown(Duration grace) {
    stopped = true;
    return CompletableFuture.completedFuture(null);
  }
}
