package dev.millrace.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * An application that sends a span over gRPC and one over HTTP every few milliseconds, and notes
 * when one is not taken. It connects anew now and then.
 */
final class GoodClient implements AutoCloseable {
  private static final long BETWEEN_NANOS = Duration.ofMillis(10).toNanos();
  private static final int REQUESTS_A_CONNECTION = 20;

  private final int grpcPort;
  private final URI http;
  private final List<String> failures = new CopyOnWriteArrayList<>();
  private final AtomicLong taken = new AtomicLong();
  private final AtomicLong worstNanos = new AtomicLong();
  private final Thread thread = new Thread(this::run, "good-client");
  private volatile boolean stopped;

  GoodClient(int grpcPort, int httpPort) {
    this.grpcPort = grpcPort;
    this.http = URI.create("http://localhost:" + httpPort + "/v1/traces");
    thread.start();
  }

  private void run() {
    while (!stopped) {
      try (Sender sender = new Sender(grpcPort)) {
        for (int i = 0; i < REQUESTS_A_CONNECTION && !stopped; i++) {
          timed(() -> sender.send(Spans.named("good")));
          timed(() -> {
            int status = Http.postProtobuf(http, Spans.named("good").toByteArray()).statusCode();
            assertThat(status).isEqualTo(200);
          });
          LockSupport.parkNanos(BETWEEN_NANOS);
        }
      } catch (Exception | AssertionError e) {
        failures.add(e.toString());
      }
    }
  }

  private interface Request {
    void send() throws Exception;
  }

  private void timed(Request request) throws Exception {
    long started = System.nanoTime();
    request.send();
    taken.incrementAndGet();
    worstNanos.accumulateAndGet(System.nanoTime() - started, Math::max);
  }

  /** Spans that were taken so far. */
  long taken() {
    return taken.get();
  }

  /** Every request was taken, within that time, and there were some since {@code before}. */
  void assertServed(long before, Duration limit) {
    Await.until("some requests", limit, () -> taken() > before + 4, failures::toString);
    assertThat(failures).isEmpty();
    assertThat(Duration.ofNanos(worstNanos.getAndSet(0))).isLessThan(limit);
  }

  @Override
  public void close() {
    stopped = true;
    try {
      thread.join(40_000);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
