package dev.millrace.component;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/**
 * The bytes of telemetry that the process keeps alive: what has come and is not delivered yet. One
 * for the process, so that they never fill its heap.
 *
 * <p>A server reserves before it holds anything of a request, and gives back when it has answered.
 * Who keeps a batch beyond that, a queue or a processor that answers early, holds its {@link
 * dev.millrace.data.Batch#retainedBytes} and lets go when it is rid of it. While both keep the same
 * bytes they count twice: too much, never too little.
 *
 * <p>Threading: any thread. Ownership: what was taken is given back once, by who took it.
 */
public final class RetainedBytes {
  private static final long SHORT_NANOS = TimeUnit.SECONDS.toNanos(5);
  private static final long MIB = 1024 * 1024;
  // What a collector needs beside the telemetry, and what is left of the rest: collectors of
  // garbage round large arrays up, and need room to move.
  private static final long ENGINE_BYTES = 32 * MIB;
  private static final long MIN_LIMIT_BYTES = 8 * MIB;
  private static final double SHARE = 0.4;

  private final long limitBytes;
  private final AtomicLong reserved = new AtomicLong();
  private final AtomicLong held = new AtomicLong();
  private final AtomicLong collectedNanos =
      new AtomicLong(System.nanoTime() - TimeUnit.DAYS.toNanos(1));
  private final ThreadLocal<Boolean> handingOver = ThreadLocal.withInitial(() -> false);
  private volatile long refusedNanos = System.nanoTime() - SHORT_NANOS;

  public RetainedBytes(long limitBytes) {
    this.limitBytes = limitBytes;
  }

  /** A bound that is never reached. */
  public static RetainedBytes unlimited() {
    return new RetainedBytes(Long.MAX_VALUE);
  }

  /** The bound of a process whose heap has at most so many bytes. */
  public static RetainedBytes ofHeap(long maxHeapBytes) {
    long share = (long) ((maxHeapBytes - ENGINE_BYTES) * SHARE);
    return new RetainedBytes(Math.max(MIN_LIMIT_BYTES, share));
  }

  /** For a request: takes {@code bytes}, or nothing and answers false when there is no room. */
  public boolean tryReserve(long bytes) {
    return tryTake(reserved, bytes, limitBytes - held.get());
  }

  /** Gives back what was reserved. */
  public void release(long bytes) {
    reserved.addAndGet(-bytes);
  }

  /**
   * For a queue: takes {@code bytes} unless what is held is over the bound, without any request. It
   * is a little wider here: who hands a batch over holds it until it is taken, and what a server
   * has let in is not to be refused behind it.
   */
  public boolean tryHold(long bytes) {
    if (handingOver.get()) {
      hold(bytes);
      return true;
    }
    return tryTake(held, bytes, limitBytes == Long.MAX_VALUE ? limitBytes : limitBytes / 4 * 5);
  }

  /**
   * Runs what passes on bytes that the caller holds: whoever takes them on this thread meanwhile
   * has room for them, since they are counted already. Otherwise what counts twice would be
   * refused, and be lost where its sender has been answered.
   */
  public <T> T handOver(Supplier<T> passing) {
    boolean outer = handingOver.get();
    handingOver.set(true);
    try {
      return passing.get();
    } finally {
      handingOver.set(outer);
    }
  }

  /** For who cannot refuse: takes {@code bytes}. */
  public void hold(long bytes) {
    held.addAndGet(bytes);
  }

  /** Gives back what was held. */
  public void letGo(long bytes) {
    held.addAndGet(-bytes);
  }

  private boolean tryTake(AtomicLong taken, long bytes, long mostBytes) {
    while (true) {
      long present = taken.get();
      if (bytes > mostBytes - present) {
        refusedNanos = System.nanoTime();
        return false;
      }
      if (taken.compareAndSet(present, present + bytes)) {
        return true;
      }
    }
  }

  /** Whether somebody was refused in the last seconds: who is idle should give back. */
  public boolean isShort() {
    return System.nanoTime() - refusedNanos < SHORT_NANOS;
  }

  /**
   * For who wants a collection forced: true for one of them, when the last was at least so long
   * ago.
   */
  public boolean mayCollect(Duration interval) {
    long now = System.nanoTime();
    long last = collectedNanos.get();
    return now - last >= interval.toNanos() && collectedNanos.compareAndSet(last, now);
  }

  /** Bytes that are kept now. */
  public long bytes() {
    return reserved.get() + held.get();
  }

  public long limitBytes() {
    return limitBytes;
  }
}
