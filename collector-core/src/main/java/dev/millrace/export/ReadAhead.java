package dev.millrace.export;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.millrace.component.ComponentSettings;
import dev.millrace.component.Context;
import dev.millrace.component.RetainedBytes;
import dev.millrace.component.storage.BatchLog;
import dev.millrace.component.storage.BatchLog.Chunk;
import dev.millrace.component.storage.BatchLog.Lost;
import dev.millrace.component.storage.BatchLog.Stored;
import dev.millrace.data.Batch;
import dev.millrace.telemetry.logs.LogThrottle;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Has at hand what is next in a log: what is appended while everything before it is at hand too,
 * else what is read from disk.
 *
 * <p>Threading: any thread; a lock around the list. The listener is called on the log's threads, or
 * by a timer. Bounds: {@value #BUFFER_BYTES} bytes, and the batch that goes beyond; they count in
 * what the process keeps, as does what was polled until it is let go.
 */
final class ReadAhead {
  private static final long BUFFER_BYTES = 8L << 20;
  private static final Duration PAUSE = Duration.ofSeconds(1);

  private final BatchLog log;
  private final ComponentSettings settings;
  private final RetainedBytes memory;
  private final Listener listener;
  private final LogThrottle throttle = new LogThrottle(Duration.ofSeconds(10));
  private final Object lock = new Object();

  private volatile @Nullable Future<?> pause;

  @GuardedBy("lock")
  private final Queue<Stored> ready = new ArrayDeque<>();

  @GuardedBy("lock")
  private long readyBytes;

  @GuardedBy("lock")
  private long heldBytes;

  /** Everything before it is in {@code ready}, was polled or is settled. */
  @GuardedBy("lock")
  private long nextRead;

  /** One past the last number that was appended. */
  @GuardedBy("lock")
  private long appendedEnd;

  /** Whether the log said that there is more than was read. */
  @GuardedBy("lock")
  private boolean hasMore;

  @GuardedBy("lock")
  private boolean isReading;

  @GuardedBy("lock")
  private boolean isClosed;

  /** Hears of what was read. */
  interface Listener {

    /** Records are corrupt and will not come. */
    void lost(Lost lost);

    /** There may be something to poll again. */
    void ready();
  }

  ReadAhead(BatchLog log, ComponentSettings settings, Listener listener) {
    this.log = log;
    this.settings = settings;
    this.memory = settings.memory();
    this.listener = listener;
    this.nextRead = log.backlog().from();
    this.hasMore = log.backlog().batches() > 0;
  }

  /** A batch was appended. */
  void appended(long number, Batch batch, Context context) {
    synchronized (lock) {
      appendedEnd = Math.max(appendedEnd, number + 1);
      boolean isNext = number == nextRead && !isReading && !hasMore;
      if (isNext && (ready.isEmpty() || readyBytes + batch.sizeBytes() <= BUFFER_BYTES)) {
        add(new Stored(number, MemoryQueue.lean(batch), context, Instant.now()));
        nextRead = number + 1;
      }
    }
  }

  @GuardedBy("lock")
  private void add(Stored stored) {
    if (isClosed) {
      return; // it stays on disk
    }
    long bytes = stored.batch().retainedBytes();
    ready.add(stored);
    readyBytes += stored.batch().sizeBytes();
    heldBytes += bytes;
    memory.hold(bytes);
  }

  /** The next batch, null when there is none at hand; reads on when few are. */
  @Nullable Stored poll() {
    Stored next;
    long from;
    long wanted;
    synchronized (lock) {
      next = ready.poll();
      readyBytes -= next == null ? 0 : next.batch().sizeBytes();
      boolean isBehind = hasMore || nextRead < appendedEnd;
      if (isReading || isClosed || !isBehind || readyBytes > BUFFER_BYTES / 2) {
        return next;
      }
      isReading = true;
      from = nextRead;
      wanted = BUFFER_BYTES - readyBytes;
    }
    log.read(from, wanted)
        .whenComplete((chunk, failure) -> {
          if (failure != null) {
            warn(failure);
            later();
          } else if (arrived(from, chunk)) {
            listener.ready();
          } else {
            later();
          }
        });
    return next;
  }

  /** Answers whether the log goes on from here. */
  private boolean arrived(long from, Chunk chunk) {
    boolean goesOn = chunk.next() > from || !chunk.hasMore();
    synchronized (lock) {
      isReading = !goesOn; // until the pause is over
      chunk.batches().forEach(this::add);
      nextRead = Math.max(nextRead, chunk.next());
      hasMore = chunk.hasMore();
    }
    chunk.lost().forEach(listener::lost);
    return goesOn;
  }

  private void warn(Throwable failure) {
    throttle.run(
        "read",
        leftOut ->
            settings
                .logger()
                .warn("The persistent queue cannot be read; trying again: {}", failure.toString()));
  }

  private void later() {
    try {
      pause = settings.eventLoop().schedule(this::again, PAUSE.toNanos(), TimeUnit.NANOSECONDS);
    } catch (RejectedExecutionException e) {
      settings.logger().debug("the loops have stopped: nothing is read any more");
    }
  }

  private void again() {
    synchronized (lock) {
      isReading = false;
    }
    listener.ready();
  }

  /** A batch that was polled is not kept any longer. */
  void letGo(Stored stored) {
    synchronized (lock) {
      long bytes = Math.min(heldBytes, stored.batch().retainedBytes()); // 0 at the end
      heldBytes -= bytes;
      memory.letGo(bytes);
    }
  }

  /** Nothing is polled or read any more. */
  void close() {
    synchronized (lock) {
      isClosed = true;
      ready.forEach(this::letGo);
      ready.clear();
    }
    Future<?> pending = pause;
    if (pending != null) {
      pending.cancel(false);
    }
  }

  /** What was polled and not let go is not kept either. */
  void end() {
    synchronized (lock) {
      memory.letGo(heldBytes);
      heldBytes = 0;
    }
  }
}
