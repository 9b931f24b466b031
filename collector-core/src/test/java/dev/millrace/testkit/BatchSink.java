package dev.millrace.testkit;

import dev.millrace.component.Acceptance;
import dev.millrace.component.Consumer;
import dev.millrace.component.Context;
import dev.millrace.data.Batch;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Takes every batch and keeps it. Any thread. */
public final class BatchSink implements Consumer {
  private final List<Batch> batches = new ArrayList<>();
  private final List<Context> contexts = new ArrayList<>();
  private volatile boolean reuses;

  @Override
  public synchronized CompletionStage<Void> consume(Batch batch, Context context) {
    batches.add(batch);
    contexts.add(context);
    notifyAll();
    return CompletableFuture.completedFuture(null);
  }

  /** Says that it sends on what came compressed. */
  public BatchSink reusing() {
    reuses = true;
    return this;
  }

  @Override
  public boolean reusesCompressed() {
    return reuses;
  }

  @Override
  public Acceptance acceptance() {
    return Acceptance.VOLATILE;
  }

  /** What has come so far. */
  public synchronized List<Batch> batches() {
    return List.copyOf(batches);
  }

  /** What came beside the batches. */
  public synchronized List<Context> contexts() {
    return List.copyOf(contexts);
  }

  /** Waits until at least {@code count} batches have come; fails after half a minute. */
  public synchronized List<Batch> await(int count) {
    long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    while (batches.size() < count) {
      long left = (deadline - System.nanoTime()) / 1_000_000;
      if (left <= 0) {
        throw new AssertionError("%d of %d batches came".formatted(batches.size(), count));
      }
      try {
        wait(left);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new AssertionError(e);
      }
    }
    return List.copyOf(batches);
  }

  /** All items so far. */
  public synchronized int itemCount() {
    return batches.stream().mapToInt(Batch::itemCount).sum();
  }
}
