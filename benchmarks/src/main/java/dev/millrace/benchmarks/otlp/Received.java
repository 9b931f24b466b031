package dev.millrace.benchmarks.otlp;

import java.time.Clock;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/** What has come to the sink. Any thread. */
final class Received {
  /** What is older was not stamped: the payload's own time. */
  private static final long OLDEST_NANOS = TimeUnit.MINUTES.toNanos(5);

  private final LongAdder items = new LongAdder();
  private final LongAdder requests = new LongAdder();
  private final LongAdder bytes = new LongAdder();
  private final Times delays = new Times();

  void add(LoadSignal signal, byte[] request) {
    items.add(ItemScan.count(signal, request, this::stamp));
    requests.increment();
    bytes.add(request.length);
  }

  private void stamp(long unixNanos) {
    long delay = nowUnixNanos() - unixNanos;
    if (delay >= 0 && delay < OLDEST_NANOS) {
      delays.add(delay);
    }
  }

  static long nowUnixNanos() {
    var now = Clock.systemUTC().instant();
    return TimeUnit.SECONDS.toNanos(now.getEpochSecond()) + now.getNano();
  }

  void clear() {
    items.reset();
    requests.reset();
    bytes.reset();
    delays.clear();
  }

  Words report() {
    return new Words()
        .with("items", items.sum())
        .with("requests", requests.sum())
        .with("bytes", bytes.sum())
        .with("p50", delays.millis(0.5))
        .with("p99", delays.millis(0.99));
  }
}
