package dev.millrace.pipeline;

import dev.millrace.component.Acceptance;
import dev.millrace.component.Consumer;
import dev.millrace.component.Context;
import dev.millrace.component.PartialException;
import dev.millrace.component.PermanentException;
import dev.millrace.component.RetryableException;
import dev.millrace.data.Batch;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * The way from one component to the next. Stable: a component keeps it for life, a reload re-points
 * it. Counts what passes, and turns what its target throws into a failure.
 *
 * <p>Threading: any thread.
 */
public final class Edge implements Consumer {
  private static final Consumer NOWHERE = new Nowhere();

  private final String from;
  private final String to;
  private final LongAdder offeredItems = new LongAdder();
  private final LongAdder takenItems = new LongAdder();
  private final LongAdder retryableItems = new LongAdder();
  private final LongAdder droppedItems = new LongAdder();

  private volatile Consumer target = NOWHERE;
  private volatile Acceptance acceptance = Acceptance.DURABLE;

  /** An edge that refuses everything until it is pointed somewhere. */
  Edge(String from, String to) {
    this.from = from;
    this.to = to;
  }

  /** Who sends: {@code receiver otlp}. */
  public String from() {
    return from;
  }

  /** Who takes: {@code exporter debug}. */
  public String to() {
    return to;
  }

  /** Items offered so far. */
  public long offeredItems() {
    return offeredItems.sum();
  }

  /** Items of which the target has taken responsibility. */
  public long takenItems() {
    return takenItems.sum();
  }

  /** Items that the target refused and that may be offered again. */
  public long retryableItems() {
    return retryableItems.sum();
  }

  /** Items that the target refused for good. */
  public long droppedItems() {
    return droppedItems.sum();
  }

  void point(Consumer newTarget) {
    target = newTarget;
  }

  /** Asks the target again; true when the answer is another one. */
  boolean refreshAcceptance() {
    Acceptance before = acceptance;
    acceptance = target.acceptance();
    return acceptance != before;
  }

  @Override
  public Acceptance acceptance() {
    return acceptance;
  }

  @Override
  public boolean reusesCompressed() {
    return target.reusesCompressed();
  }

  @Override
  public CompletionStage<Void> consume(Batch batch, Context context) {
    int items = batch.itemCount();
    offeredItems.add(items);
    CompletionStage<Void> outcome = offer(batch, context);
    if (outcome instanceof CompletableFuture<Void> future
        && future.isDone()
        && !future.isCompletedExceptionally()) {
      takenItems.add(items);
      return outcome;
    }
    return outcome.whenComplete((done, failure) -> count(items, failure));
  }

  private CompletionStage<Void> offer(Batch batch, Context context) {
    try {
      return target.consume(batch, context);
    } catch (RuntimeException e) {
      return CompletableFuture.failedFuture(
          new PermanentException("%s failed: %s".formatted(to, e), e));
    }
  }

  private void count(int items, @Nullable Throwable failure) {
    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
    if (cause == null) {
      takenItems.add(items);
    } else if (cause instanceof PartialException partial) {
      droppedItems.add(partial.rejectedItems());
      takenItems.add(items - partial.rejectedItems());
    } else if (cause instanceof RetryableException) {
      retryableItems.add(items);
    } else {
      droppedItems.add(items);
    }
  }

  /** Before the graph is linked and after it is taken apart. */
  private static final class Nowhere implements Consumer {
    @Override
    public CompletionStage<Void> consume(Batch batch, Context context) {
      return CompletableFuture.failedFuture(
          new RetryableException("the pipeline is not running; send again later"));
    }

    @Override
    public Acceptance acceptance() {
      return Acceptance.VOLATILE;
    }
  }
}
