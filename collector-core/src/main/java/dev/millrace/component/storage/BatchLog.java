package dev.millrace.component.storage;

import dev.millrace.component.Context;
import dev.millrace.data.Batch;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * An append-only log of batches on disk. Each has a number, one higher than the one before; numbers
 * are never used again. A batch stays until it is settled, also over restarts.
 *
 * <p>Threading: any thread; nothing blocks. Bounds: what waits to be written, and what {@link
 * #read} gives at once; on disk what the extension's settings say.
 */
public interface BatchLog {

  /**
   * Appends a batch. Completes with its number when it is on disk, in the order of the numbers; or
   * exceptionally, and then it is not in the log: as retryable when there is no room or the disk
   * fails (the cause is the {@link java.io.IOException}) or the log is closed, as permanent when it
   * never fits.
   *
   * @param context its metadata and peer are kept; what an authenticator found out is not
   */
  CompletionStage<Long> append(Batch batch, Context context);

  /**
   * Reads on from a number: what is in the log and not settled, in order. One call at a time.
   *
   * @param maxBytes ends with the batch that reaches it
   */
  CompletionStage<Chunk> read(long from, long maxBytes);

  /** Says that a batch is not needed any more; numbers of {@link Lost} ones are settled already. */
  void settle(long number);

  /** What the last process left, as it was found when the log was opened. */
  Backlog backlog();

  /** Writes what was asked for and closes the files; later calls fail. */
  CompletionStage<Void> close();

  /**
   * What is in a log.
   *
   * @param from the number of the first batch, or of the next one when there is none
   * @param batches how many there are, those that will turn out to be lost included
   * @param items in them
   * @param bytes of their payload
   */
  record Backlog(long from, long batches, long items, long bytes) {}

  /**
   * What was read.
   *
   * @param next where to read on
   * @param hasMore whether there is something to read from there
   */
  record Chunk(List<Stored> batches, List<Lost> lost, long next, boolean hasMore) {}

  /**
   * A batch of the log.
   *
   * @param arrival when it was appended
   */
  record Stored(long number, Batch batch, Context context, Instant arrival) {}

  /**
   * Batches that are proved corrupt: skipped, and never read again. The log has told the operator.
   *
   * @param batches how many
   * @param items in them, at least one a batch where nothing is known
   * @param bytes of their payload, as far as it is known
   */
  record Lost(long batches, long items, long bytes) {}
}
