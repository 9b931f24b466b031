package dev.millrace.component.memory;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.millrace.component.ComponentSettings;
import dev.millrace.component.RetainedBytes;
import dev.millrace.component.RetryableException;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/**
 * Refuses telemetry while the heap is too full.
 *
 * <p>Whether it is too full is known at any time, see {@link HeapUse}: refusing begins and ends at
 * once. Every {@code check_interval} the log says when that changed, and where dead objects may
 * make the difference a collection is forced, for the whole process at most as often as the
 * settings say, and less and less often while it frees little.
 *
 * <p>Threading: any thread; the lock is held for a look. Collections run on the blocking executor.
 */
public final class MemoryLimiter {
  private static final long MIB = 1024 * 1024;
  private static final Duration LEAST_DELAY = Duration.ofSeconds(1);

  private final MemoryLimiterConfig config;
  private final ComponentSettings settings;
  private final Logger logger;
  private final RetainedBytes memory;
  private final HeapUse heap;
  private final Runnable collection;
  private final long softBytes;
  private final long hardBytes;
  private final CollectionBackoff backoff;
  // One for all: under load nothing is made for what is refused.
  private final RetryableException refusal;

  @GuardedBy("this")
  private @Nullable Future<?> timer;

  @GuardedBy("this")
  private boolean refusing;

  @GuardedBy("this")
  private boolean collecting;

  public MemoryLimiter(MemoryLimiterConfig config, ComponentSettings settings) {
    this(
        config,
        settings,
        new HeapUse(settings.memory()),
        System::gc,
        Runtime.getRuntime().maxMemory());
  }

  MemoryLimiter(
      MemoryLimiterConfig config,
      ComponentSettings settings,
      HeapUse heap,
      Runnable collection,
      long maxHeapBytes) {
    this.config = config;
    this.settings = settings;
    this.logger = settings.logger();
    this.memory = settings.memory();
    this.heap = heap;
    this.collection = collection;
    this.hardBytes = config.hardLimitBytes(maxHeapBytes);
    this.softBytes = config.softLimitBytes(maxHeapBytes);
    this.backoff = new CollectionBackoff(config);
    Duration delay = config.checkInterval();
    this.refusal =
        new RetryableException(
            "data refused due to high memory usage",
            delay.compareTo(LEAST_DELAY) < 0 ? LEAST_DELAY : delay,
            null);
    if (softBytes >= maxHeapBytes) {
      logger.warn(
          "the soft limit of {} MiB is never reached in a heap of at most {} MiB; lower it, or give"
              + " the JVM more (-Xmx)",
          softBytes / MIB,
          maxHeapBytes / MIB);
    }
  }

  /** Begins to look. */
  public synchronized void start() {
    logger
        .atInfo()
        .addKeyValue("limit_mib", hardBytes / MIB)
        .addKeyValue("spike_limit_mib", (hardBytes - softBytes) / MIB)
        .addKeyValue("check_interval", config.checkInterval())
        .log("Memory limiter configured");
    heap.open();
    long nanos = config.checkInterval().toNanos();
    timer =
        settings.eventLoop().scheduleWithFixedDelay(this::look, nanos, nanos, TimeUnit.NANOSECONDS);
  }

  /** Looks no more; may be called twice, and without start. */
  public synchronized void stop() {
    heap.close();
    if (timer != null) {
      timer.cancel(false);
      timer = null;
    }
  }

  /** Why nothing is taken now, with a delay; null when there is room. Costs next to nothing. */
  public @Nullable RetryableException refusal() {
    return heap.liveBytes() >= softBytes ? refusal : null;
  }

  private synchronized void look() {
    note();
    long most = heap.mostBytes();
    if (most < softBytes) {
      backoff.effective();
      return;
    }
    boolean isHard = most >= hardBytes;
    if (!collecting && memory.mayCollect(backoff.interval(isHard))) {
      collecting = true;
      say(
          "Memory usage is above %s limit. Forcing a GC.".formatted(isHard ? "hard" : "soft"),
          most);
      try {
        settings.blocking().execute(this::collect);
      } catch (RejectedExecutionException e) {
        collecting = false; // the process is about to end
      }
    }
  }

  private void collect() {
    long before = heap.mostBytes();
    heap.collect(collection);
    synchronized (this) {
      collecting = false;
      long after = heap.liveBytes();
      say("Memory usage after GC.", after);
      backoff.collected(before, after, softBytes);
      note();
    }
  }

  @GuardedBy("this")
  private void note() {
    long live = heap.liveBytes();
    boolean isFull = live >= softBytes;
    if (isFull && !refusing) {
      logger
          .atWarn()
          .addKeyValue("cur_mem_mib", live / MIB)
          .log("Memory usage is above soft limit. Refusing data.");
    } else if (!isFull && refusing) {
      say("Memory usage back within limits. Resuming normal operation.", live);
    }
    refusing = isFull;
  }

  private void say(String line, long bytes) {
    logger.atInfo().addKeyValue("cur_mem_mib", bytes / MIB).log(line);
  }
}
