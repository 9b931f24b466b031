package dev.millrace.extensions.filestorage;

import dev.millrace.component.ComponentId;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The threads that use the disk: {@code millrace-<component id>-<n>}. They are never interrupted,
 * which would close the files that they work on.
 *
 * <p>Bounds: {@value #MAX_THREADS} threads; what waits for one is at most two tasks for each log
 * and the calls of each store of values.
 */
final class StorageThreads implements Executor {
  private static final int MAX_THREADS = 8;
  private static final int IDLE_SECONDS = 10;

  private final ThreadPoolExecutor pool;

  StorageThreads(ComponentId id) {
    AtomicInteger count = new AtomicInteger();
    pool =
        new ThreadPoolExecutor(
            MAX_THREADS,
            MAX_THREADS,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            task -> {
              Thread thread = new Thread(task, "millrace-" + id + "-" + count.incrementAndGet());
              thread.setDaemon(true);
              return thread;
            });
    pool.allowCoreThreadTimeOut(true);
  }

  @Override
  public void execute(Runnable task) {
    pool.execute(task);
  }

  /** Runs something that may fail. */
  <T> CompletableFuture<T> run(Callable<@Nullable T> work) {
    CompletableFuture<T> result = new CompletableFuture<>();
    pool.execute(() -> {
      try {
        result.complete(work.call());
      } catch (Exception e) {
        result.completeExceptionally(e);
      }
    });
    return result;
  }

  /** Takes no more work. */
  void stop() {
    pool.shutdown();
  }
}
