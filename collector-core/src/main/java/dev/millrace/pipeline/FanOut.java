package dev.millrace.pipeline;

import dev.millrace.component.Acceptance;
import dev.millrace.component.Consumer;
import dev.millrace.component.Context;
import dev.millrace.data.Batch;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.LongAdder;

/**
 * Offers each batch to every branch before it waits for any; a failing branch never cancels
 * another. The answer is that of DESIGN section 2: all took it, taken; any retryable, retryable;
 * only permanent failures, permanent.
 *
 * <p>Threading: any thread.
 */
final class FanOut implements Consumer {
  private final LongAdder repeatableItems;
  private volatile List<Edge> branches = List.of();

  /**
   * @param repeatableItems counts items that a branch took while another asks for them again: the
   *     taker may see them twice
   */
  FanOut(LongAdder repeatableItems) {
    this.repeatableItems = repeatableItems;
  }

  void point(List<Edge> newBranches) {
    branches = List.copyOf(newBranches);
  }

  List<Edge> branches() {
    return branches;
  }

  @Override
  public Acceptance acceptance() {
    for (Edge branch : branches) {
      if (branch.acceptance() == Acceptance.VOLATILE) {
        return Acceptance.VOLATILE;
      }
    }
    return Acceptance.DURABLE;
  }

  @Override
  public boolean reusesCompressed() {
    return branches.stream().anyMatch(Edge::reusesCompressed);
  }

  @Override
  public CompletionStage<Void> consume(Batch batch, Context context) {
    List<Edge> now = branches;
    if (now.size() == 1) {
      return now.get(0).consume(batch, context);
    }
    List<CompletableFuture<Void>> outcomes = new ArrayList<>(now.size());
    for (Edge branch : now) {
      outcomes.add(branch.consume(batch, context).toCompletableFuture());
    }
    CompletableFuture<Void> all =
        CompletableFuture.allOf(outcomes.toArray(CompletableFuture<?>[]::new));
    if (all.isDone() && !all.isCompletedExceptionally()) {
      return all;
    }
    return all.exceptionally(failure -> null)
        .thenCompose(done -> Outcomes.combine(outcomes, batch, repeatableItems));
  }
}
