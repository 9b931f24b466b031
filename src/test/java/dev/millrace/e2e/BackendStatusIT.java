package dev.millrace.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.millrace.e2e.ScriptedBackend.Attempt;
import io.grpc.Status.Code;
import io.opentelemetry.proto.collector.trace.v1.ExportTracePartialSuccess;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A backend that gives every answer of the OTLP tables: what may be sent again arrives, what may
 * not is dropped after one attempt, counted with its code and logged, and the totals balance.
 */
class BackendStatusIT {
  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final Duration WAIT = Duration.ofSeconds(1);
  private static final String DROPPED = "otelcol_pipeline_dropped_items";

  // https://opentelemetry.io/docs/specs/otlp/#failures
  private static final List<Code> GRPC_RETRYABLE =
      List.of(
          Code.CANCELLED,
          Code.DEADLINE_EXCEEDED,
          Code.ABORTED,
          Code.OUT_OF_RANGE,
          Code.UNAVAILABLE,
          Code.DATA_LOSS);
  // https://opentelemetry.io/docs/specs/otlp/#retryable-response-codes
  private static final List<Integer> HTTP_RETRYABLE = List.of(429, 502, 503, 504);
  private static final List<Integer> HTTP_CODES =
      List.of(
          301, 307, 400, 401, 402, 403, 404, 405, 406, 408, 409, 410, 411, 413, 414, 415, 418, 421,
          422, 426, 429, 431, 500, 501, 502, 503, 504, 505, 507);

  @TempDir Path directory;

  private final int grpcPort = Ports.free();
  private final int metricsPort = Ports.free();
  private final OwnMetrics metrics = new OwnMetrics(metricsPort);

  /** What a batch is to end as. */
  private record Expected(int attempts, boolean isDelivered, String dropReason) {}

  @ParameterizedTest
  @EnumSource
  void everyAnswer_hasTheOutcomeOfTheTables(Transport transport) {
    try (ScriptedBackend backend = new ScriptedBackend();
        CollectorProcess collector = launch(backend, transport).startAndAwaitReady();
        Sender sender = new Sender(grpcPort)) {
      Map<String, Expected> expected = script(backend, transport);
      expected.keySet().forEach(name -> sender.send(Spans.named(name)));
      expected.forEach((name, outcome) ->
          Await.until(
              name,
              LIMIT,
              () -> isSettled(backend, name, outcome),
              () -> backend.attempts(name) + collector.stderr().text()));
      assertOutcomes(backend, expected);
      assertMetrics(transport, expected, collector);
      assertLog(transport, collector);
      collector.stop().assertExitCode(0);
      assertOutcomes(backend, expected); // and nothing was sent again at the end
    }
  }

  private static Map<String, Expected> script(ScriptedBackend backend, Transport transport) {
    Map<String, Expected> expected = new LinkedHashMap<>();
    List<Integer> codes = new ArrayList<>();
    if (transport == Transport.GRPC) {
      for (Code code : Code.values()) {
        if (code != Code.OK) {
          codes.add(code.value());
        }
      }
    } else {
      codes.addAll(HTTP_CODES);
    }
    for (int code : codes) {
      for (boolean hasDelay : new boolean[] {false, true}) {
        String name = code + (hasDelay ? " with a delay" : " without a delay");
        Reply reply = hasDelay ? Reply.of(code).retryAfter(WAIT) : Reply.of(code);
        backend.script(name, reply);
        expected.put(
            name,
            isRetryable(transport, code, hasDelay)
                ? new Expected(2, true, null)
                : new Expected(1, false, "permanent:" + label(transport, code)));
      }
    }
    return expected;
  }

  private static boolean isRetryable(Transport transport, int code, boolean hasDelay) {
    if (transport == Transport.HTTP) {
      return HTTP_RETRYABLE.contains(code);
    }
    Code named = Code.values()[code];
    return GRPC_RETRYABLE.contains(named) || (named == Code.RESOURCE_EXHAUSTED && hasDelay);
  }

  private static String label(Transport transport, int code) {
    return transport == Transport.GRPC ? Code.values()[code].name() : String.valueOf(code);
  }

  private boolean isSettled(ScriptedBackend backend, String name, Expected outcome) {
    return outcome.isDelivered()
        ? backend.taken(name) > 0
        : backend.attempts(name).size() >= outcome.attempts()
            && metrics.sum(DROPPED, "reason=\"" + outcome.dropReason() + "\"") > 0;
  }

  private static void assertOutcomes(ScriptedBackend backend, Map<String, Expected> expected) {
    expected.forEach((name, outcome) -> {
      List<Attempt> attempts = backend.attempts(name);
      assertThat(attempts).as(name).hasSize(outcome.attempts());
      assertThat(backend.taken(name)).as(name).isEqualTo(outcome.isDelivered() ? 1 : 0);
      if (outcome.isDelivered() && attempts.get(0).reply().retryAfter() != null) {
        assertThat(attempts.get(1).nanos() - attempts.get(0).nanos())
            .as("the wait that the backend asked for: %s", name)
            .isGreaterThanOrEqualTo(WAIT.toNanos());
      }
    });
  }

  private void assertMetrics(
      Transport transport, Map<String, Expected> expected, CollectorProcess collector) {
    long delivered = expected.values().stream().filter(Expected::isDelivered).count();
    long dropped = expected.size() - delivered;
    Await.until(
        "the queue is empty",
        LIMIT,
        () -> metrics.sum("otelcol_exporter_queue_size") == 0,
        metrics::text);
    assertThat(metrics.sum("otelcol_receiver_accepted_spans")).isEqualTo(expected.size());
    assertThat(metrics.sum("otelcol_exporter_sent_spans")).isEqualTo(delivered);
    assertThat(metrics.sum("otelcol_exporter_send_failed_spans"))
        .as(collector.stderr().text())
        .isEqualTo(dropped);
    assertThat(metrics.sum("otelcol_exporter_enqueue_failed_spans")).isZero();
    assertThat(metrics.sum(DROPPED)).isEqualTo(dropped);
    Map<String, Long> byReason = new LinkedHashMap<>();
    expected.values().stream()
        .filter(outcome -> !outcome.isDelivered())
        .forEach(outcome -> byReason.merge(outcome.dropReason(), 1L, Long::sum));
    byReason.forEach((reason, count) ->
        assertThat(
                metrics.sum(
                    DROPPED,
                    "reason=\"" + reason + "\"",
                    "=\"" + transport.exporter() + "\"",
                    "=\"exporter\"",
                    "=\"traces\""))
            .as(reason)
            .isEqualTo((double) count));
  }

  /** The first drop is a line; those of the next seconds are counted in the line after it. */
  private static void assertLog(Transport transport, CollectorProcess collector) {
    List<String> lines =
        collector.stderr().lines().stream()
            .filter(line -> line.contains("Exporting failed. Dropping data."))
            .toList();
    assertThat(lines).as(collector.stderr().text()).isNotEmpty().hasSizeLessThan(4);
    assertThat(lines.get(0)).contains(transport.exporter(), "dropped_items");
    assertThat(collector.stderr().text()).doesNotContain("\tat ");
  }

  @ParameterizedTest
  @EnumSource
  void answersOfABackendThatTook_areNeverAReasonToSendAgain(Transport transport) {
    try (ScriptedBackend backend = new ScriptedBackend();
        CollectorProcess collector = launch(backend, transport).startAndAwaitReady();
        Sender sender = new Sender(grpcPort)) {
      backend.script("rejected", Reply.body(Reply.PROTOBUF, partial(2, "too old")));
      backend.script("warned", Reply.body(Reply.PROTOBUF, partial(0, "slow down")));
      backend.script("too many", Reply.body(Reply.PROTOBUF, partial(1000, "all and more")));
      backend.script("negative", Reply.body(Reply.PROTOBUF, partial(-3, "")));
      backend.script("garbage", Reply.body(Reply.PROTOBUF, new byte[] {7, 7, 7, -1}));
      backend.script("text", Reply.body("text/html", "<p>".getBytes(StandardCharsets.UTF_8)));
      backend.script("bad json", Reply.body("application/json", new byte[] {'{', '{'}));
      backend.script("large", Reply.body(Reply.PROTOBUF, large()));
      List<String> names =
          List.of(
              "rejected", "warned", "too many", "negative", "garbage", "text", "bad json", "large");
      names.forEach(name -> sender.send(Spans.named(name, name, name)));
      Await.until(
          "all answers",
          LIMIT,
          () -> metrics.sum("otelcol_exporter_sent_spans") + metrics.sum(DROPPED) >= 24,
          () -> metrics.text() + collector.stderr().text());
      assertThat(metrics.sum(DROPPED, "reason=\"rejected_by_backend\"")).isEqualTo(5);
      assertThat(metrics.sum("otelcol_exporter_sent_spans")).isEqualTo(19);
      assertThat(metrics.sum("otelcol_exporter_send_failed_spans")).isZero();
      assertThat(collector.stderr().text())
          .contains("Partial success response")
          .containsAnyOf("too old", "all and more")
          .contains("an answer that cannot be read");
      collector.stop().assertExitCode(0);
      names.forEach(name -> assertThat(backend.attempts(name)).as(name).hasSize(1));
    }
  }

  private static byte[] partial(long rejected, String message) {
    return ExportTraceServiceResponse.newBuilder()
        .setPartialSuccess(
            ExportTracePartialSuccess.newBuilder()
                .setRejectedSpans(rejected)
                .setErrorMessage(message))
        .build()
        .toByteArray();
  }

  private static byte[] large() {
    return ExportTraceServiceResponse.newBuilder()
        .setPartialSuccess(
            ExportTracePartialSuccess.newBuilder()
                .setErrorMessageBytes(ByteString.copyFrom(new byte[1 << 20])))
        .build()
        .toByteArray();
  }

  @ParameterizedTest
  @EnumSource
  void retriesThatLeadNowhere_endAndAreCounted(Transport transport) {
    Reply unavailable = Reply.of(transport == Transport.GRPC ? Code.UNAVAILABLE.value() : 503);
    Reply[] forever = new Reply[1000];
    java.util.Arrays.fill(forever, unavailable);
    try (ScriptedBackend backend = new ScriptedBackend();
        CollectorProcess collector = launch(backend, transport).startAndAwaitReady();
        Sender sender = new Sender(grpcPort)) {
      backend.script("hopeless", forever);
      sender.send(Spans.named("hopeless"));
      Await.until(
          "the end of the retries",
          LIMIT,
          () -> metrics.sum(DROPPED, "reason=\"retries_exhausted\"") == 1,
          () -> metrics.text() + collector.stderr().text());
      assertThat(backend.attempts("hopeless")).hasSizeBetween(5, 100);
      assertThat(collector.stderr().text()).contains("no more retries left");
      sender.send(Spans.named("next"));
      Await.until("the next", LIMIT, () -> backend.taken("next") == 1, collector.stderr()::text);
    }
  }

  private CollectorProcess.Launch launch(ScriptedBackend backend, Transport transport) {
    String more =
        "retry_on_failure: {initial_interval: 100ms, max_interval: 200ms, max_elapsed_time: 3s}";
    return CollectorProcess.with(Ports.ownMetricsAt(metricsPort))
        .config(
            directory,
            """
            receivers:
              otlp: {protocols: {grpc: {endpoint: "localhost:%d"}}}
            exporters:
              %s
            service:
              pipelines:
                traces: {receivers: [otlp], exporters: [%s]}
            """
                .formatted(
                    grpcPort,
                    transport.config(backend.endpoint(transport), more),
                    transport.exporter()));
  }
}
