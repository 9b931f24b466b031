package dev.millrace.export;

import dev.millrace.component.Acceptance;
import dev.millrace.component.Context;
import dev.millrace.component.Host;
import dev.millrace.data.Batch;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Where batches of one signal wait to be sent. First come, first read.
 *
 * <p>Threading: any thread; nothing here blocks. Bounds: {@link #capacity}, which counts what was
 * read and is not settled yet.
 */
interface BatchQueue {

  /** A batch that was read; it counts until its receipt is settled. */
  interface Entry extends Receipt {
    Batch batch();

    Context context();
  }

  /**
   * Opens what the queue needs; completes exceptionally with a {@link
   * dev.millrace.component.StartException}. What was there before can be read afterwards.
   */
  CompletionStage<Void> start(Host host);

  /**
   * Takes a batch. Completes when the queue has responsibility for it, or exceptionally: retryable
   * when it is full or closed, permanent when the batch never fits.
   *
   * @param result completes with the outcome of sending when somebody waits for it
   */
  CompletionStage<Void> offer(
      Batch batch, Context context, @Nullable CompletableFuture<Void> result);

  /** The next batch, null when there is none now. */
  @Nullable Entry poll();

  /**
   * The listener is called, from any thread, when {@link #poll} has something again that neither an
   * offer brought nor a settled receipt: after these the owner polls by itself.
   */
  void onReady(Runnable listener);

  /** Takes nothing any more; who waits for space is refused. What is in it can still be read. */
  void close();

  /** Whether there is nothing left to read before the process ends. */
  boolean isDrained();

  /** Lets go of what it has opened; nothing is read or settled any more. */
  CompletionStage<Void> end();

  /** Items that it keeps beyond the end of the process. */
  long keptItems();

  long size();

  long capacity();

  /** What it promises to have taken a batch. */
  Acceptance acceptance();
}
