package dev.millrace.export;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.millrace.component.Acceptance;
import dev.millrace.component.ComponentId;
import dev.millrace.component.ComponentSettings;
import dev.millrace.component.ConsumeException;
import dev.millrace.component.Context;
import dev.millrace.component.Host;
import dev.millrace.component.RetainedBytes;
import dev.millrace.component.RetryableException;
import dev.millrace.component.storage.BatchLog;
import dev.millrace.component.storage.BatchLog.Backlog;
import dev.millrace.component.storage.BatchLog.Chunk;
import dev.millrace.component.storage.BatchLog.Lost;
import dev.millrace.component.storage.BatchLog.Stored;
import dev.millrace.component.storage.StorageName;
import dev.millrace.data.Batch;
import dev.millrace.data.Signal;
import dev.millrace.telemetry.logs.LogThrottle;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A queue on disk, kept by a storage extension. A batch is taken when it is appended, and forgotten
 * when its receipt is settled; one that is never settled is sent again after the next start.
 *
 * <p>Threading: a lock around the lists. Senders are answered, and the listener is called, on the
 * storage's threads: who then has more to do than to pass it on goes to another. Bounds: {@code
 * queue_size} on disk, {@value #BUFFER_BYTES} bytes of it in memory besides what is under way; with
 * {@code block_on_overflow} as many batches as there are senders that wait.
 */
final class PersistentQueue implements BatchQueue {
  private static final long BUFFER_BYTES = 8L << 20;
  private static final Duration PAUSE = Duration.ofSeconds(1);

  private final ComponentSettings settings;
  private final QueueConfig config;
  private final ComponentId storage;
  private final Signal signal;
  private final LongConsumer corrupt;
  private final RetainedBytes memory;
  private final LogThrottle throttle = new LogThrottle(Duration.ofSeconds(10));
  private final Object lock = new Object();

  private volatile @Nullable BatchLog log;
  private volatile @Nullable Future<?> pause;
  private volatile Runnable listener = () -> {};

  @GuardedBy("lock")
  private final Queue<Item> ready = new ArrayDeque<>();

  @GuardedBy("lock")
  private final Queue<Waiting> waiting = new ArrayDeque<>();

  @GuardedBy("lock")
  private long readyBytes;

  /** Of what is read and not settled: counts in what the process keeps. */
  @GuardedBy("lock")
  private long heldBytes;

  @GuardedBy("lock")
  private long size;

  @GuardedBy("lock")
  private long items;

  /** Everything before it is in {@code ready}, under way or settled. */
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

  /**
   * @param corrupt is told how many items a corrupt record has cost
   */
  PersistentQueue(
      ComponentSettings settings,
      QueueConfig config,
      ComponentId storage,
      Signal signal,
      LongConsumer corrupt) {
    this.storage = storage;
    this.settings = settings;
    this.config = config;
    this.signal = signal;
    this.corrupt = corrupt;
    this.memory = settings.memory();
  }

  @Override
  public CompletionStage<Void> start(Host host) {
    StorageName name = new StorageName(settings.kind(), settings.id(), signal.text());
    return QueueStorage.open(host, storage, name).thenAccept(this::opened);
  }

  private void opened(BatchLog opened) {
    Backlog backlog = opened.backlog();
    synchronized (lock) {
      size = sizeOf(backlog.batches(), backlog.items(), backlog.bytes());
      items = backlog.items();
      nextRead = backlog.from();
      hasMore = backlog.batches() > 0;
      log = opened;
    }
    if (backlog.batches() > 0) {
      settings
          .logger()
          .atInfo()
          .addKeyValue("signal", signal.text())
          .addKeyValue("batches", backlog.batches())
          .addKeyValue("items", backlog.items())
          .log("Sending what the persistent queue holds from before the start");
    }
  }

  private long sizeOf(long batches, long itemCount, long bytes) {
    return switch (config.sizer()) {
      case REQUESTS -> batches;
      case ITEMS -> itemCount;
      case BYTES -> bytes;
    };
  }

  @Override
  public CompletionStage<Void> offer(
      Batch batch, Context context, @Nullable CompletableFuture<Void> result) {
    long batchSize = config.sizer().sizeOf(batch);
    if (batchSize > config.queueSize()) {
      return CompletableFuture.failedFuture(
          MemoryQueue.tooLarge(batchSize, config.sizer(), config.queueSize()));
    }
    if (batchSize == 0) {
      return CompletableFuture.completedFuture(null);
    }
    Waiting offered = new Waiting(batch, context, batchSize, new CompletableFuture<>());
    BatchLog open = log;
    synchronized (lock) {
      if (isClosed || open == null) {
        return CompletableFuture.failedFuture(new RetryableException("the collector is stopping"));
      }
      if (!waiting.isEmpty() || size + batchSize > config.queueSize()) {
        if (!config.blockOnOverflow()) {
          return CompletableFuture.failedFuture(new RetryableException("sending queue is full"));
        }
        waiting.add(offered);
        return offered.taken;
      }
      size += batchSize;
    }
    append(open, offered);
    return offered.taken;
  }

  private void append(BatchLog open, Waiting offered) {
    open.append(offered.batch, offered.context)
        .whenComplete((number, failure) -> {
          if (failure == null) {
            appended(number, offered);
            offered.taken.complete(null);
          } else {
            release(offered.size, 0);
            offered.taken.completeExceptionally(failure);
          }
        });
  }

  /** While the senders keep up nothing is read from disk: what is appended is at hand. */
  private void appended(long number, Waiting offered) {
    long bytes = offered.batch.sizeBytes();
    synchronized (lock) {
      items += offered.batch.itemCount();
      appendedEnd = Math.max(appendedEnd, number + 1);
      boolean isNext = number == nextRead && !isReading && !hasMore;
      if (isNext && (ready.isEmpty() || readyBytes + bytes <= BUFFER_BYTES)) {
        hold(new Item(number, MemoryQueue.lean(offered.batch), offered.context, offered.size));
        nextRead = number + 1;
      }
    }
  }

  @GuardedBy("lock")
  private void hold(Item item) {
    if (isClosed) {
      return; // it stays on disk
    }
    ready.add(item);
    readyBytes += item.batch.sizeBytes();
    heldBytes += item.bytes;
    memory.hold(item.bytes);
  }

  @Override
  public @Nullable Entry poll() {
    Item next;
    long from;
    long wanted;
    synchronized (lock) {
      if (isClosed) {
        return null;
      }
      next = ready.poll();
      readyBytes -= next == null ? 0 : next.batch.sizeBytes();
      boolean isBehind = hasMore || nextRead < appendedEnd;
      if (isReading || !isBehind || readyBytes > BUFFER_BYTES / 2) {
        return next;
      }
      isReading = true;
      from = nextRead;
      wanted = BUFFER_BYTES - readyBytes;
    }
    read(from, wanted);
    return next;
  }

  private void read(long from, long bytes) {
    Objects.requireNonNull(log)
        .read(from, bytes)
        .whenComplete((chunk, failure) -> {
          if (failure != null) {
            notRead(failure);
          } else if (arrived(from, chunk)) {
            listener.run();
          } else {
            later();
          }
        });
  }

  /** Answers whether there was anything. */
  private boolean arrived(long from, Chunk chunk) {
    long lostItems = 0;
    synchronized (lock) {
      isReading = false;
      for (Stored stored : chunk.batches()) {
        long batchSize = config.sizer().sizeOf(stored.batch());
        hold(new Item(stored.number(), stored.batch(), stored.context(), batchSize));
      }
      nextRead = Math.max(nextRead, chunk.next());
      hasMore = chunk.hasMore();
    }
    for (Lost lost : chunk.lost()) {
      lostItems += lost.items();
      release(sizeOf(lost.batches(), lost.items(), lost.bytes()), lost.items());
    }
    if (lostItems > 0) {
      corrupt.accept(lostItems);
    }
    return chunk.next() > from || !chunk.hasMore();
  }

  private void notRead(Throwable failure) {
    throttle.run(
        "read",
        leftOut ->
            settings
                .logger()
                .warn("The persistent queue cannot be read; trying again: {}", failure.toString()));
    later();
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
    listener.run();
  }

  private void release(long freed, long freedItems) {
    List<Waiting> admitted = new ArrayList<>();
    BatchLog open = log;
    synchronized (lock) {
      size = Math.max(0, size - freed);
      items = Math.max(0, items - freedItems);
      Waiting next = waiting.peek();
      while (next != null && size + next.size <= config.queueSize()) {
        size += next.size;
        admitted.add(waiting.remove());
        next = waiting.peek();
      }
    }
    if (open != null) {
      admitted.forEach(each -> append(open, each));
    }
  }

  @Override
  public void onReady(Runnable ready) {
    this.listener = ready;
  }

  @Override
  public void close() {
    List<Waiting> refused;
    synchronized (lock) {
      isClosed = true;
      refused = List.copyOf(waiting);
      waiting.clear();
      ready.forEach(this::letGo);
      ready.clear();
    }
    Future<?> pending = pause;
    if (pending != null) {
      pending.cancel(false);
    }
    for (Waiting each : refused) {
      each.taken.completeExceptionally(new RetryableException("the collector is stopping"));
    }
  }

  @GuardedBy("lock")
  private void letGo(Item item) {
    long bytes = Math.min(heldBytes, item.bytes); // 0 when the queue has ended
    heldBytes -= bytes;
    memory.letGo(bytes);
  }

  /** What is left stays on disk. */
  @Override
  public boolean isDrained() {
    return true;
  }

  @Override
  public CompletionStage<Void> end() {
    BatchLog open = log;
    synchronized (lock) {
      memory.letGo(heldBytes);
      heldBytes = 0;
    }
    return open == null ? CompletableFuture.completedFuture(null) : open.close();
  }

  @Override
  public long keptItems() {
    synchronized (lock) {
      return items;
    }
  }

  @Override
  public long size() {
    synchronized (lock) {
      return size;
    }
  }

  @Override
  public long capacity() {
    return config.queueSize();
  }

  @Override
  public Acceptance acceptance() {
    return Acceptance.DURABLE;
  }

  /** A batch that is to be appended. */
  private record Waiting(Batch batch, Context context, long size, CompletableFuture<Void> taken) {}

  private final class Item implements Entry {
    private final long number;
    private final Batch batch;
    private final Context context;
    private final long size;
    private final long bytes;

    Item(long number, Batch batch, Context context, long size) {
      this.number = number;
      this.batch = batch;
      this.context = context;
      this.size = size;
      this.bytes = batch.retainedBytes();
    }

    @Override
    public Batch batch() {
      return batch;
    }

    @Override
    public Context context() {
      return context;
    }

    @Override
    public void settle(@Nullable ConsumeException failure) {
      BatchLog open = log;
      if (open != null) {
        open.settle(number);
      }
      synchronized (lock) {
        letGo(this);
      }
      release(size, batch.itemCount());
    }
  }
}
