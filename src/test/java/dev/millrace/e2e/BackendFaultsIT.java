package dev.millrace.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.e2e.FaultyProxy.Mode;
import io.opentelemetry.proto.trace.v1.Span;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A backend behind a bad network, or a bad backend: what the collector accepted arrives when it is
 * well again, and a healthy exporter beside the ailing one does not feel it.
 */
class BackendFaultsIT {
  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final boolean LONG = Boolean.getBoolean("long.tests");

  @TempDir Path directory;

  private final int grpcPort = Ports.free();
  private final int metricsPort = Ports.free();
  private final OwnMetrics metrics = new OwnMetrics(metricsPort);
  private final List<String> accepted = new ArrayList<>();
  private OtlpSink ailing;
  private OtlpSink healthy;

  @BeforeEach
  void startBackends() {
    ailing = new OtlpSink();
    healthy = new OtlpSink();
  }

  @AfterEach
  void stopBackends() {
    ailing.close();
    healthy.close();
  }

  @ParameterizedTest
  @EnumSource
  void backendDown_getsEverythingOnceItIsUp(Transport transport) {
    try (FaultyProxy proxy = proxy(transport);
        CollectorProcess collector = launch(proxy, transport).startAndAwaitReady();
        Sender sender = new Sender(grpcPort)) {
      proxy.set(Mode.DOWN);
      send(sender, 50);
      awaitNames(healthy, collector);
      collector.stderr().awaitLine("Exporting failed. Will retry", LIMIT);
      assertThat(ailing.spans()).isEmpty();
      proxy.set(Mode.FORWARD);
      awaitNames(ailing, collector);
      assertExactlyOnce(ailing);
      assertBalance(collector);
    }
  }

  @ParameterizedTest
  @EnumSource
  void faultyAnswers_areSentAgain(Transport transport) {
    List<Mode> faults =
        List.of(
            Mode.RESET_IN_ANSWER,
            Mode.END_IN_ANSWER,
            Mode.RESET_IN_REQUEST,
            Mode.GARBAGE,
            Mode.STALL);
    try (FaultyProxy proxy = proxy(transport);
        CollectorProcess collector = launch(proxy, transport).startAndAwaitReady();
        Sender sender = new Sender(grpcPort)) {
      for (Mode fault : faults) {
        int before = proxy.broken();
        proxy.set(fault);
        send(sender, 20);
        if (fault == Mode.STALL) {
          collector
              .stderr()
              .awaitText(
                  "a time-out",
                  LIMIT,
                  text -> text.contains(" in time") || text.contains("within 1000 ms"));
        } else {
          Await.until(
              fault.name(), LIMIT, () -> proxy.broken() > before + 2, collector.stderr()::text);
        }
        proxy.set(Mode.FORWARD);
        awaitNames(ailing, collector);
        awaitNames(healthy, collector);
      }
      assertExactlyOnce(healthy);
      assertBalance(collector);
    }
  }

  @ParameterizedTest
  @EnumSource
  void flappingBackend_getsEverything(Transport transport) {
    Duration time = LONG ? Duration.ofSeconds(60) : Duration.ofSeconds(4);
    try (FaultyProxy proxy = proxy(transport);
        CollectorProcess collector = launch(proxy, transport).startAndAwaitReady();
        Sender sender = new Sender(grpcPort)) {
      long end = System.nanoTime() + time.toNanos();
      Mode[] modes = {Mode.DOWN, Mode.FORWARD, Mode.RESET_IN_ANSWER, Mode.FORWARD};
      for (int turn = 0; System.nanoTime() < end; turn++) {
        proxy.set(modes[turn % modes.length]);
        send(sender, 30);
        LockSupport.parkNanos(Duration.ofMillis(150).toNanos());
      }
      proxy.set(Mode.FORWARD);
      awaitNames(ailing, collector);
      awaitNames(healthy, collector);
      assertExactlyOnce(healthy);
      assertBalance(collector);
      System.out.printf(
          "flapping %s backend: %d spans sent, %d arrived, %d connections broken%n",
          transport, accepted.size(), ailing.spans().size(), proxy.broken());
    }
  }

  @ParameterizedTest
  @EnumSource
  void slowBackend_getsEverythingOnceAndDelaysNobody(Transport transport) {
    Duration slow = LONG ? Duration.ofSeconds(10) : Duration.ofSeconds(3);
    try (ScriptedBackend backend = new ScriptedBackend();
        FaultyProxy proxy = new FaultyProxy(backend.endpoint(transport));
        CollectorProcess collector = launch(proxy, transport, "timeout: 60s").startAndAwaitReady();
        Sender sender = new Sender(grpcPort)) {
      String label = "exporter=\"" + transport.exporter() + "\"";
      backend.hold();
      long started = System.nanoTime();
      send(sender, 10);
      awaitNames(healthy, collector);
      assertThat(metrics.sum("otelcol_exporter_queue_size", label)).isEqualTo(10);
      LockSupport.parkNanos(slow.toNanos() - (System.nanoTime() - started)); // the slowness
      assertThat(metrics.sum("otelcol_exporter_queue_size", label)).isEqualTo(10);
      backend.release();
      assertBalance(collector);
      accepted.forEach(name -> assertThat(backend.attempts(name)).as(name).hasSize(1));
      collector.stop().assertExitCode(0);
    }
  }

  @ParameterizedTest
  @EnumSource
  void webServerInItsPlace_isNamed(Transport transport) {
    try (FaultyProxy proxy = proxy(transport);
        CollectorProcess collector = launch(proxy, transport).startAndAwaitReady();
        Sender sender = new Sender(grpcPort)) {
      proxy.set(Mode.WRONG_PROTOCOL);
      send(sender, 1);
      collector.stderr().awaitText("a failure", LIMIT, text -> text.contains("Exporting failed"));
      assertThat(collector.stderr().text()).doesNotContain("\tat ");
      proxy.set(Mode.FORWARD);
      send(sender, 1);
      String last = accepted.get(1);
      Await.until(
          "the next",
          LIMIT,
          () -> ailing.spans().stream().anyMatch(span -> span.getName().equals(last)),
          collector.stderr()::text);
    }
  }

  private FaultyProxy proxy(Transport transport) {
    return new FaultyProxy(
        transport == Transport.GRPC ? ailing.grpcEndpoint() : ailing.httpEndpoint());
  }

  /** Each is answered at once, whatever the backends do: the queues have it. */
  private void send(Sender sender, int count) {
    for (int i = 0; i < count; i++) {
      String name = "span-" + accepted.size();
      sender.send(Spans.named(name));
      accepted.add(name);
    }
  }

  private void awaitNames(OtlpSink sink, CollectorProcess collector) {
    Await.until(
        "everything accepted",
        LIMIT,
        () -> counts(sink).keySet().containsAll(accepted),
        () -> {
          List<String> missing = new ArrayList<>(accepted);
          missing.removeAll(counts(sink).keySet());
          return "missing " + missing + "; " + collector.stderr().text();
        });
  }

  private static Map<String, Integer> counts(OtlpSink sink) {
    Map<String, Integer> counts = new HashMap<>();
    for (Span span : sink.spans()) {
      counts.merge(span.getName(), 1, Integer::sum);
    }
    return counts;
  }

  private void assertExactlyOnce(OtlpSink sink) {
    Collection<Integer> times = counts(sink).values();
    assertThat(times).hasSize(accepted.size()).containsOnly(1);
  }

  private boolean isQueueEmpty() {
    return metrics.sum("otelcol_exporter_queue_size") == 0;
  }

  /** Accepted once, delivered twice: to each backend; nothing dropped, nothing left. */
  private void assertBalance(CollectorProcess collector) {
    Await.until("empty queues", LIMIT, this::isQueueEmpty, metrics::text);
    assertThat(metrics.sum("otelcol_receiver_accepted_spans")).isEqualTo(accepted.size());
    assertThat(metrics.sum("otelcol_exporter_sent_spans"))
        .as(collector.stderr().text())
        .isEqualTo(2 * accepted.size());
    assertThat(metrics.sum("otelcol_exporter_send_failed_spans")).isZero();
    assertThat(metrics.sum("otelcol_pipeline_dropped_items")).isZero();
    assertThat(metrics.sum("otelcol_exporter_in_flight_requests")).isZero();
    assertThat(collector.isAlive()).isTrue();
  }

  private CollectorProcess.Launch launch(FaultyProxy proxy, Transport transport) {
    return launch(proxy, transport, "timeout: 1s");
  }

  private CollectorProcess.Launch launch(FaultyProxy proxy, Transport transport, String more) {
    String retries =
        "retry_on_failure: {initial_interval: 50ms, max_interval: 200ms, max_elapsed_time: 0s}, ";
    return CollectorProcess.with(Ports.ownMetricsAt(metricsPort))
        .config(
            directory,
            """
            receivers:
              otlp: {protocols: {grpc: {endpoint: "localhost:%d"}}}
            exporters:
              %s
              otlp_http/healthy: {endpoint: "%s"}
            service:
              pipelines:
                traces: {receivers: [otlp], exporters: [%s, otlp_http/healthy]}
            """
                .formatted(
                    grpcPort,
                    transport.config(proxy.endpoint(transport), retries + more),
                    healthy.httpEndpoint(),
                    transport.exporter()));
  }
}
