package dev.millrace.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.grpc.Server;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceResponse;
import io.opentelemetry.proto.collector.trace.v1.TraceServiceGrpc;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * More than anybody could take, in a small heap, with no backend: refused as retryable, for as long
 * as it lasts; and taken again as soon as there is a backend.
 */
class OverloadIT {
  private static final Duration LIMIT = Duration.ofSeconds(60);

  /** Until the heap is full, on a machine that does other things too. */
  private static final Duration FULL_LIMIT = Duration.ofMinutes(3);

  private static final Duration LASTING =
      Duration.ofSeconds(Boolean.getBoolean("long.tests") ? 240 : 12);
  private static final int SENDERS = 16;
  private static final long MIB = 1024 * 1024;
  // Heap, and as much again outside it: code, threads, buffers of the network.
  private static final long MOST_RSS_MIB = 420;
  private static final String LIMITER = "{check_interval: 1s, limit_percentage: 60}";

  @TempDir Path directory;

  private final int grpcPort = Ports.free();
  private final int backendPort = Ports.free();
  private final int metricsPort = Ports.free();
  private final OwnMetrics metrics = new OwnMetrics(metricsPort);
  private final Map<String, LongAdder> answers = new ConcurrentHashMap<>();
  private final AtomicBoolean sending = new AtomicBoolean(true);

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void deadBackend_isSurvived(boolean limited) throws Exception {
    try (CollectorProcess collector = launch(limited).startAndAwaitReady()) {
      List<Long> rssMib = load(collector);
      Map<String, Long> counts = new TreeMap<>();
      answers.forEach((answer, count) -> counts.put(answer, count.sum()));
      System.out.printf(
          "limiter: %s; answers %s; RSS in MiB at each second %s%n", limited, counts, rssMib);
      assertThat(counts.keySet()).isSubsetOf("OK", "UNAVAILABLE+delay", "RESOURCE_EXHAUSTED+delay");
      assertThat(counts).hasSizeGreaterThan(1);
      assertIsFlat(rssMib);
      assertThat(metrics.sum("otelcol_memory_retained_bytes"))
          .isLessThanOrEqualTo(metrics.sum("otelcol_memory_retained_limit_bytes"));
      assertRecovers(collector);
      assertThat(collector.stderr().text()).doesNotContain("OutOfMemory", "LEAK");
      collector.stop().assertExitCode(0);
    }
  }

  private List<Long> load(CollectorProcess collector) throws Exception {
    ExportTraceServiceRequest request = request();
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < SENDERS; i++) {
      Thread thread = new Thread(() -> send(request));
      thread.start();
      threads.add(thread);
    }
    Await.until("refusals", FULL_LIMIT, this::isRefusing, collector.stderr()::text);
    List<Long> rssMib = new ArrayList<>();
    long end = System.nanoTime() + LASTING.toNanos();
    while (System.nanoTime() < end) {
      Thread.sleep(1000); // between two readings
      assertThat(collector.isAlive()).as(collector.stderr().text()).isTrue();
      rssMib.add(rssBytes(collector.pid()) / MIB);
    }
    sending.set(false);
    for (Thread thread : threads) {
      thread.join();
    }
    return rssMib;
  }

  private boolean isRefusing() {
    return answers.keySet().stream().anyMatch(answer -> !answer.equals("OK"));
  }

  private void send(ExportTraceServiceRequest request) {
    try (Sender sender = new Sender(grpcPort)) {
      while (sending.get()) {
        String answer = "OK";
        try {
          sender.send(request);
        } catch (StatusRuntimeException e) {
          boolean hasDelay =
              e.getTrailers() != null && e.getTrailers().keys().contains("grpc-status-details-bin");
          answer = e.getStatus().getCode() + (hasDelay ? "+delay" : " " + e.getStatus());
        }
        answers.computeIfAbsent(answer, key -> new LongAdder()).increment();
      }
    }
  }

  private static void assertIsFlat(List<Long> rssMib) {
    int third = rssMib.size() / 3;
    long middle = Collections.max(rssMib.subList(third, 2 * third));
    long last = Collections.max(rssMib.subList(2 * third, rssMib.size()));
    assertThat(last).isLessThan(MOST_RSS_MIB).isLessThan(middle * 5 / 4 + 16);
  }

  private void assertRecovers(CollectorProcess collector) throws Exception {
    try (Backend backend = new Backend(backendPort);
        Sender sender = new Sender(grpcPort)) {
      long start = System.nanoTime();
      Await.until("delivery", LIMIT, () -> backend.spans.get() > 0, collector.stderr()::text);
      Await.until(
          "the first request after the outage",
          LIMIT,
          () -> isTaken(sender),
          collector.stderr()::text);
      System.out.printf(
          "recovered %d ms after the backend%n", (System.nanoTime() - start) / 1_000_000);
      Await.until(
          "nothing kept any more",
          LIMIT,
          () -> metrics.sum("otelcol_memory_retained_bytes") == 0,
          () -> metrics.lines("otelcol_memory_retained_bytes") + collector.stderr().text());
    }
  }

  private static boolean isTaken(Sender sender) {
    try {
      sender.send(Spans.named("after"));
      return true;
    } catch (StatusRuntimeException e) {
      return false;
    }
  }

  private static ExportTraceServiceRequest request() {
    ScopeSpans.Builder scope = ScopeSpans.newBuilder();
    for (int i = 0; i < 500; i++) {
      scope.addSpans(
          Span.newBuilder()
              .setTraceId(ByteString.copyFrom(new byte[16]))
              .setSpanId(ByteString.copyFrom(new byte[8]))
              .setName("x".repeat(480)));
    }
    return ExportTraceServiceRequest.newBuilder()
        .addResourceSpans(ResourceSpans.newBuilder().addScopeSpans(scope))
        .build();
  }

  private static long rssBytes(long pid) throws IOException {
    for (String line : Files.readAllLines(Path.of("/proc/" + pid + "/status"))) {
      if (line.startsWith("VmRSS:")) {
        return Long.parseLong(line.replaceAll("[^0-9]", "")) * 1024;
      }
    }
    throw new IOException("no VmRSS");
  }

  private CollectorProcess.Launch launch(boolean limited) {
    return CollectorProcess.with(Ports.ownMetricsAt(metricsPort))
        .jvmOption("-Xmx128m")
        .jvmOption("-XX:+ExitOnOutOfMemoryError")
        .config(
            directory,
            """
            extensions:
              memory_limiter: %s
            receivers:
              otlp:
                protocols:
                  grpc:
                    endpoint: "localhost:%d"
                    middlewares: [%s]
            processors:
              memory_limiter: %s
              batch:
            exporters:
              otlp_grpc:
                endpoint: "localhost:%d"
                tls: {insecure: true}
                retry_on_failure: {initial_interval: 100ms, max_interval: 1s, max_elapsed_time: 0s}
            service:
              extensions: [memory_limiter]
              pipelines:
                traces:
                  receivers: [otlp]
                  processors: [%s]
                  exporters: [otlp_grpc]
            """
                .formatted(
                    LIMITER,
                    grpcPort,
                    limited ? "{id: memory_limiter}" : "",
                    LIMITER,
                    backendPort,
                    limited ? "memory_limiter, batch" : "batch"));
  }

  /** Counts spans and keeps none. */
  private static final class Backend extends TraceServiceGrpc.TraceServiceImplBase
      implements AutoCloseable {
    private final AtomicLong spans = new AtomicLong();
    private final Server server;

    Backend(int port) throws IOException {
      server =
          NettyServerBuilder.forAddress(
                  new InetSocketAddress(InetAddress.getLoopbackAddress(), port))
              .maxInboundMessageSize((int) (64 * MIB))
              .addService(this)
              .build()
              .start();
    }

    @Override
    public void export(
        ExportTraceServiceRequest request, StreamObserver<ExportTraceServiceResponse> caller) {
      spans.addAndGet(Spans.names(request).size());
      caller.onNext(ExportTraceServiceResponse.getDefaultInstance());
      caller.onCompleted();
    }

    @Override
    public void close() {
      server.shutdownNow();
    }
  }
}
