package dev.millrace.net;

import dev.millrace.component.RetainedBytes;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A bound on bytes that are held at one time by many requests of one server, within that of the
 * process. Who reserves releases, once. Safe for any thread.
 */
public final class ByteBudget {
  private static final long SHORT_NANOS = TimeUnit.SECONDS.toNanos(5);

  private final long limitBytes;
  private final RetainedBytes process;
  private final AtomicLong reserved = new AtomicLong();
  private volatile long refusedNanos = System.nanoTime() - SHORT_NANOS;

  /** A bound of its own. */
  public ByteBudget(long limitBytes) {
    this(limitBytes, RetainedBytes.unlimited());
  }

  /** No bound but the process's. */
  public ByteBudget(RetainedBytes process) {
    this(Long.MAX_VALUE, process);
  }

  private ByteBudget(long limitBytes, RetainedBytes process) {
    this.limitBytes = limitBytes;
    this.process = process;
  }

  /** A bound that is never reached. */
  public static ByteBudget unlimited() {
    return new ByteBudget(Long.MAX_VALUE);
  }

  /** Takes {@code bytes}, or nothing and answers false when that is more than is left. */
  public boolean tryReserve(long bytes) {
    while (true) {
      long present = reserved.get();
      if (bytes > limitBytes - present) {
        refusedNanos = System.nanoTime();
        return false;
      }
      if (reserved.compareAndSet(present, present + bytes)) {
        break;
      }
    }
    if (process.tryReserve(bytes)) {
      return true;
    }
    reserved.addAndGet(-bytes);
    return false;
  }

  /** Notes that somebody was refused for want of other memory. */
  public void refused() {
    refusedNanos = System.nanoTime();
  }

  /** Gives back what was reserved. */
  public void release(long bytes) {
    reserved.addAndGet(-bytes);
    process.release(bytes);
  }

  /** Whether somebody was refused in the last seconds: who is idle should give back. */
  public boolean isShort() {
    return System.nanoTime() - refusedNanos < SHORT_NANOS || process.isShort();
  }

  /** Bytes that are reserved now. */
  public long reservedBytes() {
    return reserved.get();
  }

  public long limitBytes() {
    return Math.min(limitBytes, process.limitBytes());
  }
}
