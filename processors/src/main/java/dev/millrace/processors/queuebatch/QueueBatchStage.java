package dev.millrace.processors.queuebatch;

import dev.millrace.component.Acceptance;
import dev.millrace.component.ComponentSettings;
import dev.millrace.component.Consumer;
import dev.millrace.component.Context;
import dev.millrace.component.Exporter;
import dev.millrace.component.Host;
import dev.millrace.component.Processor;
import dev.millrace.data.Batch;
import dev.millrace.data.Signal;
import dev.millrace.export.ExporterStages;
import dev.millrace.export.QueueConfig;
import dev.millrace.export.SendingConfig;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/**
 * A sending queue whose backend is the next component: without retries and time-out, as each batch
 * is offered once.
 *
 * <p>Threading and ownership: those of {@link ExporterStages}.
 */
final class QueueBatchStage implements Processor {
  private final QueueConfig config;
  private final Consumer next;
  private final Exporter queue;

  QueueBatchStage(ComponentSettings settings, QueueConfig config, Signal signal, Consumer next) {
    this.config = config;
    this.next = next;
    this.queue = // pipelines of other signals have processors of their own under the same name
        ExporterStages.wrap(
            settings.withSignals(Set.of(signal)),
            new SendingConfig(Duration.ZERO, null, config),
            next::consume);
  }

  @Override
  public CompletionStage<Void> start(Host host) {
    return queue.start(host);
  }

  @Override
  public CompletionStage<Void> consume(Batch batch, Context context) {
    return queue.consume(batch, context);
  }

  /** The queue's word, or the next one's where senders wait for that. */
  @Override
  public Acceptance acceptance() {
    return config.waitForResult() ? next.acceptance() : queue.acceptance();
  }

  /** What is on disk is plain. */
  @Override
  public boolean reusesCompressed() {
    return queue.acceptance() == Acceptance.VOLATILE && next.reusesCompressed();
  }

  /** Drains during half of the grace: the rest belongs to those behind it. */
  @Override
  public CompletionStage<Void> shutdown(Duration grace) {
    return queue.shutdown(grace.dividedBy(2));
  }
}
