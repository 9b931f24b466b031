package dev.millrace.export;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.millrace.component.Acceptance;
import dev.millrace.component.ConsumeException;
import dev.millrace.component.Context;
import dev.millrace.component.Host;
import dev.millrace.component.PermanentException;
import dev.millrace.component.RetainedBytes;
import dev.millrace.component.RetryableException;
import dev.millrace.data.Batch;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * A queue on the heap.
 *
 * <p>Threading: a lock around the lists; futures are completed outside it. Bounds: {@code
 * queue_size}, and what the process may keep at all; with {@code block_on_overflow} beyond it as
 * many batches as there are senders that wait for an answer, which their receivers bound.
 */
final class MemoryQueue implements BatchQueue {
  private static final Duration DELAY = Duration.ofSeconds(1);
  private static final CompletableFuture<Void> TAKEN = CompletableFuture.completedFuture(null);

  private final Sizer sizer;
  private final long capacity;
  private final boolean blockOnOverflow;
  private final RetainedBytes memory;
  private final Object lock = new Object();

  @GuardedBy("lock")
  private final Queue<Item> items = new ArrayDeque<>();

  @GuardedBy("lock")
  private final Queue<Item> waiting = new ArrayDeque<>();

  @GuardedBy("lock")
  private long size;

  @GuardedBy("lock")
  private boolean closed;

  MemoryQueue(QueueConfig config, RetainedBytes memory) {
    this.memory = memory;
    this.sizer = config.sizer();
    this.capacity = config.queueSize();
    this.blockOnOverflow = config.blockOnOverflow();
  }

  @Override
  public CompletionStage<Void> start(Host host) {
    return TAKEN;
  }

  @Override
  public CompletionStage<Void> offer(
      Batch batch, Context context, @Nullable CompletableFuture<Void> result) {
    long batchSize = sizer.sizeOf(batch);
    if (batchSize > capacity) {
      return CompletableFuture.failedFuture(tooLarge(batchSize, sizer, capacity));
    }
    Item item = new Item(lean(batch), context, batchSize, result);
    if (batchSize == 0) {
      item.tell(null); // nothing in it: as in the Go collector it is not sent
      return TAKEN;
    }
    if (!memory.tryHold(item.bytes)) {
      return CompletableFuture.failedFuture(
          new RetryableException("too much telemetry is kept; send again later", DELAY, null));
    }
    CompletableFuture<Void> answer = enqueue(item);
    if (answer.isCompletedExceptionally()) {
      memory.letGo(item.bytes);
    }
    return answer;
  }

  private CompletableFuture<Void> enqueue(Item item) {
    synchronized (lock) {
      if (closed) {
        return CompletableFuture.failedFuture(new RetryableException("the collector is stopping"));
      }
      if (waiting.isEmpty() && size + item.size <= capacity) {
        size += item.size;
        items.add(item);
        return TAKEN;
      }
      if (!blockOnOverflow) {
        return CompletableFuture.failedFuture(new RetryableException("sending queue is full"));
      }
      waiting.add(item);
      return item.admitted;
    }
  }

  static ConsumeException tooLarge(long batchSize, Sizer sizer, long capacity) {
    return new PermanentException(
        "a batch of %d %s never fits into the sending queue of %d; raise queue_size"
            .formatted(batchSize, sizer.text(), capacity),
        "too_large",
        null);
  }

  /** A queue may hold a batch for long: it must not pin what others have thrown away. */
  static Batch lean(Batch batch) {
    return batch.retainedBytes() > 2 * batch.sizeBytes() ? batch.compact() : batch;
  }

  @Override
  public @Nullable Entry poll() {
    synchronized (lock) {
      return items.poll();
    }
  }

  @Override
  public void onReady(Runnable listener) {} // nothing comes but by offer and settle

  @Override
  public void close() {
    List<Item> refused;
    synchronized (lock) {
      closed = true;
      refused = List.copyOf(waiting);
      waiting.clear();
    }
    for (Item item : refused) {
      memory.letGo(item.bytes);
      item.admitted.completeExceptionally(new RetryableException("the collector is stopping"));
    }
  }

  @Override
  public boolean isDrained() {
    synchronized (lock) {
      return items.isEmpty();
    }
  }

  @Override
  public CompletionStage<Void> end() {
    return TAKEN;
  }

  @Override
  public long keptItems() {
    return 0;
  }

  @Override
  public long size() {
    synchronized (lock) {
      return size;
    }
  }

  @Override
  public long capacity() {
    return capacity;
  }

  @Override
  public Acceptance acceptance() {
    return Acceptance.VOLATILE;
  }

  private void release(long freed) {
    List<Item> admitted = new ArrayList<>();
    synchronized (lock) {
      size -= freed;
      Item next = waiting.peek();
      while (next != null && size + next.size <= capacity) {
        size += next.size;
        items.add(next);
        admitted.add(next);
        waiting.remove();
        next = waiting.peek();
      }
    }
    admitted.forEach(item -> item.admitted.complete(null));
  }

  private final class Item implements Entry {
    private final Batch batch;
    private final Context context;
    private final long size;
    private final long bytes;
    private final @Nullable CompletableFuture<Void> result;
    private final CompletableFuture<Void> admitted = new CompletableFuture<>();

    Item(Batch batch, Context context, long size, @Nullable CompletableFuture<Void> result) {
      this.batch = batch;
      this.context = context;
      this.size = size;
      this.bytes = batch.retainedBytes();
      this.result = result;
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
      memory.letGo(bytes);
      release(size);
      tell(failure);
    }

    private void tell(@Nullable ConsumeException failure) {
      if (result != null && failure == null) {
        result.complete(null);
      } else if (result != null) {
        result.completeExceptionally(failure);
      }
    }
  }
}
