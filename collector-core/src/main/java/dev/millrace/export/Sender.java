package dev.millrace.export;

import dev.millrace.component.Context;
import dev.millrace.component.Host;
import dev.millrace.data.Batch;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * What is particular to one exporter: how a batch gets to its destination. Queue, batching, retries
 * and time-outs are put around it by {@link ExporterStages}.
 *
 * <p>Threading: {@link #send} may be called from any event loop, several times at once, and never
 * blocks it. It comes only between {@link #start} and {@link #shutdown}.
 */
public interface Sender {

  /**
   * Makes one attempt. Completes when the destination has the batch, or exceptionally with a {@link
   * dev.millrace.component.ConsumeException}; anything else counts as a permanent failure. A batch
   * of profiles is one request.
   *
   * <p>A future that is cancelled is not waited for any longer: its time is over, or the exporter
   * is stopping. A sender that can abort a request does so then.
   */
  CompletionStage<Void> send(Batch batch, Context context);

  /** As {@link dev.millrace.component.Consumer#reusesCompressed}. */
  default boolean reusesCompressed() {
    return false;
  }

  /** As {@link dev.millrace.component.Component#start}. */
  default CompletionStage<Void> start(Host host) {
    return CompletableFuture.completedFuture(null);
  }

  /** As {@link dev.millrace.component.Component#shutdown}; nothing is sent any more. */
  default CompletionStage<Void> shutdown(Duration grace) {
    return CompletableFuture.completedFuture(null);
  }
}
