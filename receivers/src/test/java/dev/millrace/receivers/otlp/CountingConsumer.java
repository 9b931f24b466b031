package dev.millrace.receivers.otlp;

import dev.millrace.component.Acceptance;
import dev.millrace.component.Consumer;
import dev.millrace.component.Context;
import dev.millrace.data.Batch;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.LongAdder;

/** Takes every batch and keeps only how many items there were. */
final class CountingConsumer implements Consumer {
  private final LongAdder items = new LongAdder();

  @Override
  public CompletionStage<Void> consume(Batch batch, Context context) {
    items.add(batch.itemCount());
    return CompletableFuture.completedFuture(null);
  }

  @Override
  public Acceptance acceptance() {
    return Acceptance.VOLATILE;
  }

  long items() {
    return items.sum();
  }
}
