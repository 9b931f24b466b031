package dev.millrace.component;

import dev.millrace.data.Batch;
import java.util.concurrent.CompletionStage;

/**
 * Takes batches.
 *
 * <p>Threading: {@link #consume} may be called from any event loop, and never blocks it.
 */
public interface Consumer {

  /**
   * Offers a batch. The stage completes when whoever is downstream has taken responsibility for it,
   * or exceptionally with a {@link ConsumeException}. Never throws, never returns null.
   */
  CompletionStage<Void> consume(Batch batch, Context context);

  /**
   * Whether somebody behind sends on the compressed form that batches came in: only then a receiver
   * keeps it beside them. Asked when a receiver starts; a stage that changes what it is given need
   * not say so.
   */
  default boolean reusesCompressed() {
    return false;
  }

  /** What completion of {@link #consume} promises. Fixed when the graph is built. */
  Acceptance acceptance();
}
