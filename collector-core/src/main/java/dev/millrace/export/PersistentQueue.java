package dev.millrace.export;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.millrace.component.Acceptance;
import dev.millrace.component.ComponentId;
import dev.millrace.component.ComponentSettings;
import dev.millrace.component.ConsumeException;
import dev.millrace.component.Context;
import dev.millrace.component.Host;
import dev.millrace.component.RetryableException;
import dev.millrace.component.storage.BatchLog;
import dev.millrace.component.storage.BatchLog.Backlog;
import dev.millrace.component.storage.BatchLog.Lost;
import dev.millrace.component.storage.BatchLog.Stored;
import dev.millrace.component.storage.StorageName;
import dev.millrace.data.Batch;
import dev.millrace.data.Signal;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A queue on disk, kept by a storage extension. A batch is taken when it is appended, and forgotten
 * when its receipt is settled; one that is never settled is sent again after the next start.
 *
 * <p>Threading: a lock around the list and the sizes. Senders are answered, and the listener is
 * called, on the storage's threads: who then has more to do than to pass it on goes to another.
 * Bounds: {@code queue_size} on disk, a {@link ReadAhead} of it in memory besides what is under
 * way; with {@code block_on_overflow} as many batches as there are senders that wait.
 */
final class PersistentQueue implements BatchQueue, ReadAhead.Listener {
  private final ComponentSettings settings;
  private final QueueConfig config;
  private final ComponentId storage;
  private final Signal signal;
  private final LongConsumer corrupt;
  private final Object lock = new Object();

  private volatile @Nullable Source source;
  private volatile Runnable listener = () -> {};

  @GuardedBy("lock")
  private final Queue<Waiting> waiting = new ArrayDeque<>();

  @GuardedBy("lock")
  private long size;

  @GuardedBy("lock")
  private long items;

  @GuardedBy("lock")
  private boolean isAdmitting;

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
      source = new Source(opened, new ReadAhead(opened, settings, this));
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
    Source open = source;
    if (open == null) {
      return CompletableFuture.failedFuture(new RetryableException("the queue is not open"));
    }
    Waiting offered = new Waiting(open, batch, context, batchSize, new CompletableFuture<>());
    synchronized (lock) {
      if (isClosed) {
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

  private void append(Source open, Waiting offered) {
    open.log
        .append(offered.batch, offered.context)
        .whenComplete((number, failure) -> {
          if (failure == null) {
            synchronized (lock) {
              items += offered.batch.itemCount();
            }
            open.ahead.appended(number, offered.batch, offered.context);
            offered.taken.complete(null);
          } else {
            release(offered.size, 0);
            offered.taken.completeExceptionally(failure);
          }
        });
  }

  @Override
  public @Nullable Entry poll() {
    Source open = source;
    Stored next = open == null ? null : open.ahead.poll();
    return open == null || next == null ? null : new Item(open, next);
  }

  @Override
  public void lost(Lost lost) {
    release(sizeOf(lost.batches(), lost.items(), lost.bytes()), lost.items());
    corrupt.accept(lost.items());
  }

  @Override
  public void ready() {
    listener.run();
  }

  private void release(long freed, long freedItems) {
    synchronized (lock) {
      size = Math.max(0, size - freed);
      items = Math.max(0, items - freedItems);
      if (isAdmitting) {
        return; // whoever does it goes on: the stack stays flat where appends fail at once
      }
      isAdmitting = true;
    }
    Waiting next = admitted();
    while (next != null) {
      append(next.source, next);
      next = admitted();
    }
  }

  /** The first one that waits, if there is room for it. */
  private @Nullable Waiting admitted() {
    synchronized (lock) {
      Waiting next = waiting.peek();
      if (next == null || size + next.size > config.queueSize()) {
        isAdmitting = false;
        return null;
      }
      size += next.size;
      return waiting.remove();
    }
  }

  @Override
  public void onReady(Runnable ready) {
    this.listener = ready;
  }

  @Override
  public void close() {
    List<Waiting> refused;
    Source open = source;
    synchronized (lock) {
      isClosed = true;
      refused = List.copyOf(waiting);
      waiting.clear();
    }
    if (open != null) {
      open.ahead.close();
    }
    for (Waiting each : refused) {
      each.taken.completeExceptionally(new RetryableException("the collector is stopping"));
    }
  }

  /** What is left stays on disk. */
  @Override
  public boolean isDrained() {
    return true;
  }

  @Override
  public CompletionStage<Void> end() {
    Source open = source;
    if (open == null) {
      return CompletableFuture.completedFuture(null);
    }
    open.ahead.end();
    return open.log.close();
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

  /** What was opened. */
  private record Source(BatchLog log, ReadAhead ahead) {}

  /** A batch that is to be appended. */
  private record Waiting(
      Source source, Batch batch, Context context, long size, CompletableFuture<Void> taken) {}

  private final class Item implements Entry {
    private final Source source;
    private final Stored stored;

    Item(Source source, Stored stored) {
      this.source = source;
      this.stored = stored;
    }

    @Override
    public Batch batch() {
      return stored.batch();
    }

    @Override
    public Context context() {
      return stored.context();
    }

    @Override
    public void settle(@Nullable ConsumeException failure) {
      source.log.settle(stored.number());
      source.ahead.letGo(stored);
      release(config.sizer().sizeOf(stored.batch()), stored.batch().itemCount());
    }
  }
}
