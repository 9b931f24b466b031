package dev.millrace.extensions.filestorage.log;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.millrace.component.Context;
import dev.millrace.component.PermanentException;
import dev.millrace.component.RetryableException;
import dev.millrace.component.storage.BatchLog;
import dev.millrace.data.Batch;
import dev.millrace.extensions.filestorage.log.Recovery.Recovered;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/**
 * A log in a directory of its own. The format is in the description of this package.
 *
 * <p>Threading: callers only add to lists, under the lock; one task at a time writes what has
 * gathered meanwhile, another reads. Bounds: {@value #MAX_WAITING_BYTES} bytes that wait to be
 * written; beyond that appends are refused as retryable.
 */
public final class SegmentedLog implements BatchLog {
  private static final long MAX_WAITING_BYTES = 64L << 20;
  private static final long GROUP_BYTES = 8L << 20;
  private static final int FIRST_SETTLED = 64;

  private final LogSettings settings;
  private final Runnable onClosed;
  private final Backlog backlog;
  private final LogWriter writer;
  private final LogReader reader;
  private final CompletableFuture<Void> closed = new CompletableFuture<>();
  private final Object lock = new Object();
  private final Object reading = new Object();

  @GuardedBy("lock")
  private final Queue<Append> waiting = new ArrayDeque<>();

  @GuardedBy("lock")
  private long waitingBytes;

  @GuardedBy("lock")
  private long[] settled = new long[FIRST_SETTLED];

  @GuardedBy("lock")
  private int settledCount;

  @GuardedBy("lock")
  private boolean isWriting;

  @GuardedBy("lock")
  private boolean isClosing;

  private SegmentedLog(
      Path directory, LogSettings settings, Recovered recovered, Runnable onClosed) {
    this.onClosed = onClosed;
    this.settings = settings;
    this.backlog = recovered.backlog();
    this.writer = new LogWriter(directory, settings, recovered);
    this.reader =
        new LogReader(recovered.segments(), settings.disk(), settings.logger(), this::settle);
  }

  /**
   * Opens a log, made if it is missing. Blocks.
   *
   * @param onClosed runs when its files are closed, before anybody is told
   * @throws IOException also a {@link NewerVersionException}
   */
  public static SegmentedLog open(Path directory, LogSettings settings, Runnable onClosed)
      throws IOException {
    Recovered recovered = Recovery.run(directory, settings);
    Path parent = directory.getParent();
    if (settings.fsync() && parent != null) {
      settings.disk().force(parent); // the directory may be new
    }
    return new SegmentedLog(directory, settings, recovered, onClosed);
  }

  @Override
  public CompletionStage<Long> append(Batch batch, Context context) {
    Append append = Append.of(batch, context, unixNanos(settings.clock().instant()));
    if (append.length() > Integer.MAX_VALUE) {
      return CompletableFuture.failedFuture(
          new PermanentException(
              "a batch of %d bytes is too large for the storage".formatted(append.length()),
              "too_large",
              null));
    }
    synchronized (lock) {
      if (isClosing) {
        return closedFailure();
      }
      if (!waiting.isEmpty() && waitingBytes + append.length() > MAX_WAITING_BYTES) {
        return CompletableFuture.failedFuture(congestion());
      }
      waiting.add(append);
      waitingBytes += append.length();
      if (isWriting) {
        return append.done();
      }
      isWriting = true;
    }
    settings.executor().execute(this::write);
    return append.done();
  }

  private static RetryableException congestion() {
    IOException cause = new IOException("more waits to be written than may");
    return new RetryableException("the disk does not keep up; send again later", null, cause);
  }

  private static long unixNanos(Instant instant) {
    return TimeUnit.SECONDS.toNanos(instant.getEpochSecond()) + instant.getNano();
  }

  private static <T> CompletionStage<T> closedFailure() {
    return CompletableFuture.failedFuture(new RetryableException("the storage is closed"));
  }

  @Override
  public void settle(long number) {
    synchronized (lock) {
      if (isClosing) {
        return; // too late: it is sent again after the next start
      }
      if (settledCount == settled.length) {
        settled = Arrays.copyOf(settled, 2 * settledCount);
      }
      settled[settledCount++] = number;
      if (isWriting) {
        return;
      }
      isWriting = true;
    }
    settings.executor().execute(this::write);
  }

  /** Writes one group; as long as there is more, another task follows this one. */
  private void write() {
    long[] numbers;
    List<Append> group;
    synchronized (lock) {
      numbers = Arrays.copyOf(settled, settledCount);
      settled = settledCount > FIRST_SETTLED ? new long[FIRST_SETTLED] : settled;
      settledCount = 0;
      group = takeGroup();
    }
    try {
      writer.settle(numbers);
      writer.append(group);
    } finally {
      written(group);
    }
  }

  @GuardedBy("lock")
  private List<Append> takeGroup() {
    List<Append> group = new ArrayList<>();
    long bytes = 0;
    Append next = waiting.peek();
    while (next != null && (group.isEmpty() || bytes + next.length() <= GROUP_BYTES)) {
      bytes += next.length();
      group.add(waiting.remove());
      next = waiting.peek();
    }
    return group;
  }

  private void written(List<Append> group) {
    boolean hasMore;
    boolean isLast;
    synchronized (lock) {
      for (Append append : group) {
        waitingBytes -= append.length();
      }
      hasMore = !waiting.isEmpty() || settledCount > 0;
      isWriting = hasMore;
      isLast = isClosing && !hasMore;
    }
    for (Append append : group) {
      if (!append.done().isDone()) { // the writer has failed in an unforeseen way
        append.done().completeExceptionally(new RetryableException("the storage has failed"));
      }
    }
    if (hasMore) {
      settings.executor().execute(this::write);
    } else if (isLast) {
      finish();
    }
  }

  @Override
  public CompletionStage<Chunk> read(long from, long maxBytes) {
    CompletableFuture<Chunk> chunk = new CompletableFuture<>();
    if (closed.isDone()) {
      return closedFailure();
    }
    settings
        .executor()
        .execute(() -> {
          synchronized (reading) {
            try {
              chunk.complete(reader.read(from, maxBytes));
            } catch (IOException e) {
              chunk.completeExceptionally(
                  new RetryableException("the storage cannot read: " + e.getMessage(), null, e));
            }
          }
        });
    return chunk;
  }

  @Override
  public Backlog backlog() {
    return backlog;
  }

  @Override
  public CompletionStage<Void> close() {
    synchronized (lock) {
      if (isClosing || isWriting) {
        isClosing = true;
        return closed;
      }
      isClosing = true;
    }
    settings.executor().execute(this::finish);
    return closed;
  }

  private void finish() {
    synchronized (reading) {
      try {
        reader.close();
      } catch (IOException e) {
        settings.logger().warn("a file of the storage could not be closed: {}", e.toString());
      }
    }
    writer.close();
    onClosed.run();
    closed.complete(null);
  }
}
