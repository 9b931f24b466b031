package dev.millrace.net;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;

/** Lets one line a minute through, with the number of those left out before it. Any thread. */
final class OncePerMinute {
  private static final long GAP_NANOS = TimeUnit.MINUTES.toNanos(1);

  private final AtomicLong dueNanos = new AtomicLong(System.nanoTime());
  private final AtomicLong leftOut = new AtomicLong();

  void run(LongConsumer line) {
    long now = System.nanoTime();
    long due = dueNanos.get();
    if (now - due >= 0 && dueNanos.compareAndSet(due, now + GAP_NANOS)) {
      line.accept(leftOut.getAndSet(0));
    } else {
      leftOut.incrementAndGet();
    }
  }
}
