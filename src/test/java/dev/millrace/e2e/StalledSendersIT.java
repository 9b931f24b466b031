package dev.millrace.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Status.Code;
import io.grpc.StatusRuntimeException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A thousand senders that stop in the middle of what they send hold no more than there is. */
class StalledSendersIT {
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final int SENDERS = 1000;
  private static final int PART_BYTES = 1024 * 1024;

  @TempDir Path directory;

  private final int grpcPort = Ports.free();
  private final int httpPort = Ports.free();
  private final int metricsPort = Ports.free();
  private final OwnMetrics metrics = new OwnMetrics(metricsPort);

  @Test
  void grpc_refusesWhatDoesNotFitAndServesTheOthers() throws Exception {
    try (OtlpSink sink = new OtlpSink();
        CollectorProcess collector = launch(sink).startAndAwaitReady();
        Sender sender = new Sender(grpcPort)) {
      sender.send(Spans.named("before"));
      try (StalledCalls stalled = new StalledCalls()) {
        stalled.open(grpcPort, 8, SENDERS, PART_BYTES);
        awaitRefusals("14+delay", stalled::answers, collector);
        awaitService(sender, collector);
        assertThat(stalled.answers()).containsOnlyKeys("14+delay");
      }
      awaitEnd(sink, sender, collector);
    }
  }

  @Test
  void http_refusesWhatDoesNotFitAndServesTheOthers() throws Exception {
    try (OtlpSink sink = new OtlpSink();
        CollectorProcess collector = launch(sink).startAndAwaitReady();
        Sender sender = new Sender(grpcPort)) {
      sender.send(Spans.named("before"));
      try (StalledBodies stalled = new StalledBodies()) {
        stalled.open(httpPort, SENDERS, PART_BYTES);
        awaitRefusals("503+delay", stalled::answers, collector);
        awaitService(sender, collector);
        assertThat(stalled.answers().keySet()).isSubsetOf("503+delay", "none");
      }
      awaitEnd(sink, sender, collector);
    }
  }

  private static void awaitRefusals(
      String refusal, Supplier<Map<String, Long>> answers, CollectorProcess collector) {
    Await.until(
        "refusals",
        LIMIT,
        () -> answers.get().getOrDefault(refusal, 0L) > SENDERS / 2,
        () -> answers.get() + collector.stderr().text());
    System.out.println("stalled senders were answered " + answers.get());
  }

  /** While the stalled ones are still there. */
  private void awaitService(Sender sender, CollectorProcess collector) {
    AtomicInteger refused = new AtomicInteger();
    Await.until(
        "a request beside the stalled ones",
        LIMIT,
        () -> isTaken(sender, refused),
        collector.stderr()::text);
    double kept = metrics.sum("otelcol_memory_retained_bytes");
    System.out.println(refused + " refused before the first was taken; kept " + (long) kept);
    assertThat(kept).isLessThanOrEqualTo(metrics.sum("otelcol_memory_retained_limit_bytes"));
  }

  private static boolean isTaken(Sender sender, AtomicInteger refused) {
    try {
      sender.send(Spans.named("beside"));
      return true;
    } catch (StatusRuntimeException e) {
      assertThat(e.getStatus().getCode()).isEqualTo(Code.UNAVAILABLE);
      refused.incrementAndGet();
      return false;
    }
  }

  private void awaitEnd(OtlpSink sink, Sender sender, CollectorProcess collector) {
    Await.until(
        "nothing kept any more",
        LIMIT,
        () -> metrics.sum("otelcol_memory_retained_bytes") == 0,
        () -> metrics.lines("otelcol_memory_retained_bytes") + collector.stderr().text());
    sender.send(Spans.named("after"));
    Await.until(
        "delivery",
        LIMIT,
        () -> sink.spans().stream().anyMatch(span -> span.getName().equals("after")),
        collector.stderr()::text);
    assertThat(sink.spans()).extracting("name").contains("before", "beside", "after");
    assertThat(collector.stderr().text()).doesNotContain("OutOfMemory", "LEAK");
    collector.stop().assertExitCode(0);
  }

  private CollectorProcess.Launch launch(OtlpSink sink) {
    return CollectorProcess.with(Ports.ownMetricsAt(metricsPort))
        .jvmOption("-Xmx128m")
        .jvmOption("-XX:+ExitOnOutOfMemoryError")
        .config(
            directory,
            """
            receivers:
              otlp:
                protocols:
                  grpc: {endpoint: "localhost:%d"}
                  http: {endpoint: "localhost:%d"}
            processors:
              batch: {timeout: 50ms}
            exporters:
              otlp_grpc: {endpoint: "%s", tls: {insecure: true}}
            service:
              pipelines:
                traces: {receivers: [otlp], processors: [batch], exporters: [otlp_grpc]}
            """
                .formatted(grpcPort, httpPort, sink.grpcEndpoint()));
  }
}
