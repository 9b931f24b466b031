package dev.millrace.benchmarks.otlp;

import dev.millrace.benchmarks.otlp.Sender.Result;
import io.netty.channel.EventLoopGroup;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Phaser;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;

/** Keeps connections busy, or sends at a fixed rate. */
final class Load implements AutoCloseable {
  private static final long BACKOFF_MILLIS = 20;

  private final List<Sender> senders = new ArrayList<>();
  private final Requests requests;
  private final int inFlight;
  private final int items;
  private final LongAdder taken = new LongAdder();
  private final LongAdder refused = new LongAdder();
  private final LongAdder failed = new LongAdder();
  private final Times times = new Times();
  private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
  private final Phaser underWay = new Phaser(1);
  private volatile long endNanos;

  private Load(Requests requests, int items, int inFlight) {
    this.requests = requests;
    this.items = items;
    this.inFlight = inFlight;
  }

  static Load connect(EventLoopGroup group, Words how) throws InterruptedException {
    int items = (int) how.number("items");
    Requests requests =
        new Requests(
            how.choice("signal", LoadSignal.class),
            items,
            how.choice("coding", Requests.Coding.class));
    int port = (int) how.number("port");
    boolean grpc = how.text("protocol").equals("grpc");
    // HTTP/1.1 has one request under way on each.
    long connections = how.number("connections") * (grpc ? 1 : how.number("inflight"));
    Load load = new Load(requests, items, grpc ? (int) how.number("inflight") : 1);
    for (int i = 0; i < connections; i++) {
      load.senders.add(
          grpc
              ? GrpcSender.connect(group, port, requests)
              : HttpSender.connect(group, port, requests));
    }
    return load;
  }

  Words about() {
    return new Words()
        .with("plain", requests.plainBytes())
        .with("encoded", requests.encodedBytes());
  }

  /** Returns when every request has its answer. */
  Words run(long millis, long rate) {
    taken.reset();
    refused.reset();
    failed.reset();
    times.clear();
    long started = System.nanoTime();
    endNanos = started + TimeUnit.MILLISECONDS.toNanos(millis);
    if (rate > 0) {
      pace(rate);
    } else {
      flood();
    }
    underWay.arriveAndAwaitAdvance();
    return new Words()
        .with("items", taken.sum() * items)
        .with("requests", taken.sum())
        .with("refused", refused.sum())
        .with("failed", failed.sum())
        .with("nanos", System.nanoTime() - started)
        .with("p50", times.millis(0.5))
        .with("p99", times.millis(0.99));
  }

  private void flood() {
    byte[] request = requests.prepared();
    for (Sender sender : senders) {
      for (int i = 0; i < inFlight; i++) {
        underWay.register();
        next(sender, request);
      }
    }
  }

  private void next(Sender sender, byte[] request) {
    if (System.nanoTime() - endNanos >= 0) {
      underWay.arriveAndDeregister();
      return;
    }
    long sent = System.nanoTime();
    sender.send(
        request,
        result -> {
          count(result, sent);
          if (result == Result.TAKEN) {
            next(sender, request);
          } else {
            var unused =
                timer.schedule(() -> next(sender, request), BACKOFF_MILLIS, TimeUnit.MILLISECONDS);
          }
        });
  }

  private void count(Result result, long sentNanos) {
    switch (result) {
      case TAKEN -> {
        taken.increment();
        times.add(System.nanoTime() - sentNanos);
      }
      case REFUSED -> refused.increment();
      case FAILED -> failed.increment();
    }
  }

  /** In turn over the connections, at times that do not wait for answers. */
  private void pace(long rate) {
    List<Semaphore> free = new ArrayList<>();
    senders.forEach(sender -> free.add(new Semaphore(sender.mostInFlight())));
    double gapNanos = 1e9 * items / rate;
    long started = System.nanoTime();
    int at = 0;
    for (long sent = 0; System.nanoTime() - endNanos < 0; sent++) {
      long due = started + (long) (sent * gapNanos);
      while (due - System.nanoTime() > 0) {
        LockSupport.parkNanos(due - System.nanoTime());
      }
      at = free(free, at);
      paced(senders.get(at), free.get(at));
    }
  }

  private static int free(List<Semaphore> free, int last) {
    int at = last;
    do {
      at = (at + 1) % free.size();
    } while (at != last && !free.get(at).tryAcquire());
    if (at == last) {
      free.get(at).acquireUninterruptibly(); // all are busy: the rate is not reached
    }
    return at;
  }

  private void paced(Sender sender, Semaphore free) {
    underWay.register();
    long sent = System.nanoTime();
    sender.send(
        requests.stamped(),
        result -> {
          free.release();
          count(result, sent);
          underWay.arriveAndDeregister();
        });
  }

  @Override
  public void close() {
    senders.forEach(Sender::close);
    timer.shutdownNow();
  }
}
