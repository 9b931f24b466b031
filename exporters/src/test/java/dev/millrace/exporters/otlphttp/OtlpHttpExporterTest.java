package dev.millrace.exporters.otlphttp;

import static dev.millrace.exporters.OtlpSamples.batch;
import static dev.millrace.exporters.OtlpSamples.failure;
import static dev.millrace.exporters.OtlpSamples.status;
import static dev.millrace.exporters.OtlpSamples.traces;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.component.Context;
import dev.millrace.component.Exporter;
import dev.millrace.component.PartialException;
import dev.millrace.component.PermanentException;
import dev.millrace.component.RetryableException;
import dev.millrace.data.Batch;
import dev.millrace.data.Signal;
import dev.millrace.data.Slice;
import dev.millrace.data.json.OtlpJson;
import dev.millrace.exporters.OtlpSamples;
import dev.millrace.net.HttpExchange;
import dev.millrace.testkit.TestSettings;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsPartialSuccess;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceResponse;
import io.opentelemetry.proto.collector.trace.v1.ExportTracePartialSuccess;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceResponse;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OtlpHttpExporterTest {
  private static final String PROTO = "application/x-protobuf";
  private static final String SENT = "otelcol_exporter_sent_spans{exporter=otlp_http}";
  private static final String FAILED = "otelcol_exporter_send_failed_spans{exporter=otlp_http}";

  private final TestSettings settings = new TestSettings();
  private final HttpBackend backend;
  private Exporter exporter;

  OtlpHttpExporterTest() throws Exception {
    backend = new HttpBackend();
  }

  @AfterEach
  void stop() throws Exception {
    if (exporter != null) {
      exporter.shutdown(Duration.ofSeconds(5)).toCompletableFuture().get(10, TimeUnit.SECONDS);
    }
    backend.close();
    settings.close();
  }

  private Exporter start(Object... keys) throws Exception {
    Map<String, Object> off = Map.of("enabled", false);
    Map<String, Object> all =
        new HashMap<>(
            Map.of("endpoint", backend.url(), "sending_queue", off, "retry_on_failure", off));
    for (int i = 0; i < keys.length; i += 2) {
      all.put((String) keys[i], keys[i + 1]);
    }
    exporter = OtlpSamples.exporter(new OtlpHttpFactory(), settings, all);
    return exporter;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"gzip", "zlib", "deflate", "zstd", "snappy", "x-snappy-framed", "lz4", "none", ""})
  void consume_sendsTheBytesOfAllParts(String compression) throws Exception {
    ExportTraceServiceRequest first = traces("a", 100);
    ExportTraceServiceRequest second = traces("b", 3);

    assertThat(
            failure(start("compression", compression).consume(batch(first, second), Context.EMPTY)))
        .isNull();

    HttpExchange seen = backend.next();
    assertThat(ExportTraceServiceRequest.parseFrom(seen.body()))
        .isEqualTo(first.toBuilder().mergeFrom(second).build());
    assertThat(seen.method() + " " + seen.path()).isEqualTo("POST /v1/traces");
    assertThat(seen.header("content-type")).isEqualTo(PROTO);
    assertThat(seen.header("content-encoding"))
        .isEqualTo(compression.isEmpty() || compression.equals("none") ? null : compression);
    assertThat(seen.header("user-agent")).matches("millrace/test \\(\\w+/\\w+\\)");
    assertThat(settings.meter().value(SENT)).isEqualTo(103);
    assertThat(settings.meter().value(FAILED)).isZero();
  }

  @ParameterizedTest
  @ValueSource(ints = {-2, -1, 1, 6, 9})
  void consume_honoursTheLevel(int level) throws Exception {
    ExportTraceServiceRequest request = traces("a", 500);

    start("compression", "gzip", "compression_params", Map.of("level", level));
    assertThat(failure(exporter.consume(batch(request), Context.EMPTY))).isNull();

    assertThat(ExportTraceServiceRequest.parseFrom(backend.next().body())).isEqualTo(request);
  }

  @ParameterizedTest
  @CsvSource({"gzip, gzip", "zstd, zstd", "gzip, zstd"})
  void consume_sendsOn_whatCameCompressedAlike(String coding, String came) throws Exception {
    // What is kept compressed says something else here, which shows that it is what was sent.
    ExportTraceServiceRequest plain = traces("plain", 1);
    ExportTraceServiceRequest kept = traces("kept", 1);
    ExportTraceServiceRequest last = traces("last", 3);
    Batch batch =
        Batch.of(
            Signal.TRACES,
            List.of(
                OtlpSamples.packed(traces("first", 2), "none", traces("first", 2)),
                OtlpSamples.packed(plain, came, kept),
                OtlpSamples.packed(plain, came, kept),
                OtlpSamples.packed(last, "none", last)));

    start("compression", coding, "compression_params", Map.of("reuse", true));
    assertThat(exporter.reusesCompressed()).isTrue();
    assertThat(failure(exporter.consume(batch, Context.EMPTY))).isNull();

    ExportTraceServiceRequest sent = coding.equals(came) ? kept : plain;
    assertThat(ExportTraceServiceRequest.parseFrom(backend.next().body()))
        .isEqualTo(
            traces("first", 2).toBuilder().mergeFrom(sent).mergeFrom(sent).mergeFrom(last).build());
  }

  @Test
  void consume_compressesAllItself_unlessToldToReuse() throws Exception {
    Batch batch =
        Batch.of(
            Signal.TRACES,
            List.of(OtlpSamples.packed(traces("plain", 1), "gzip", traces("kept", 1))));

    start();
    assertThat(exporter.reusesCompressed()).isFalse();
    assertThat(failure(exporter.consume(batch, Context.EMPTY))).isNull();

    assertThat(ExportTraceServiceRequest.parseFrom(backend.next().body()))
        .isEqualTo(traces("plain", 1));
  }

  @Test
  void consume_sendsLargeBatches() throws Exception {
    ExportTraceServiceRequest request = traces("a long name of a span", 60_000);

    assertThat(failure(start().consume(batch(request), Context.EMPTY))).isNull();

    assertThat(ExportTraceServiceRequest.parseFrom(backend.next().body())).isEqualTo(request);
  }

  @Test
  void consume_writesJson_whenAsked() throws Exception {
    Batch batch = batch(traces("a", 2), traces("b", 1));

    assertThat(failure(start("encoding", "json").consume(batch, Context.EMPTY))).isNull();

    HttpExchange seen = backend.next();
    assertThat(seen.header("content-type")).isEqualTo("application/json");
    assertThat(new String(seen.body(), UTF_8)).isEqualTo(OtlpJson.toString(batch));
  }

  @Test
  void consume_sendsHeaders_configuredOnesFirst() throws Exception {
    start("headers", Map.of("X-Tenant", "t1", "User-Agent", "mine", "authorization", "Bearer x"));
    assertThat(failure(exporter.consume(batch(traces("a", 1)), Context.EMPTY))).isNull();

    HttpExchange seen = backend.next();
    assertThat(seen.header("x-tenant")).isEqualTo("t1");
    assertThat(seen.header("authorization")).isEqualTo("Bearer x");
    assertThat(seen.headers().get("user-agent")).containsExactly("mine");
  }

  @Test
  void consume_sendsNameAndPasswordOfTheUrl_andNeverShowsThem() throws Exception {
    String withUser = backend.url().replace("http://", "http://me:p%40ss@");
    start("endpoint", withUser);
    assertThat(failure(exporter.consume(batch(traces("a", 1)), Context.EMPTY))).isNull();
    assertThat(backend.next().header("authorization")).isEqualTo("Basic bWU6cEBzcw==");

    backend.answers(HttpBackend.answer(400, PROTO, new byte[0]));
    assertThat(failure(exporter.consume(batch(traces("a", 1)), Context.EMPTY)))
        .hasMessageContaining("request to " + backend.url())
        .hasMessageNotContaining("ss@");
  }

  @Test
  void consume_usesTheEndpointOfTheSignalAsItStands() throws Exception {
    start("traces_endpoint", backend.url() + "/own/path?key=1", "endpoint", backend.url() + "/b/");
    assertThat(failure(exporter.consume(batch(traces("a", 1)), Context.EMPTY))).isNull();
    HttpExchange seen = backend.next();
    assertThat(seen.path()).isEqualTo("/own/path");
    assertThat(seen.query()).isEqualTo(Map.of("key", List.of("1")));

    Batch logs = Batch.parse(Signal.LOGS, Slice.of(new byte[0]));
    assertThat(failure(exporter.consume(logs, Context.EMPTY))).isNull();
    assertThat(backend.next().path()).isEqualTo("/b/v1/logs");
  }

  @Test
  void consume_sendsEachRequestOfProfilesByItself() throws Exception {
    Batch one = Batch.parse(Signal.PROFILES, Slice.of(new byte[] {0x12, 0}));
    Batch two = Batch.concat(Signal.PROFILES, List.of(one, one));

    assertThat(failure(start().consume(two, Context.EMPTY))).isNull();

    assertThat(backend.next().path()).isEqualTo("/v1development/profiles");
    assertThat(backend.next().body()).isEqualTo(new byte[] {0x12, 0});
  }

  @ParameterizedTest
  @CsvSource({
    "400, false",
    "401, false",
    "403, false",
    "404, false",
    "408, false",
    "413, false",
    "415, false",
    "429, true",
    "500, false",
    "501, false",
    "502, true",
    "503, true",
    "504, true",
    "302, false",
    "304, false",
    "505, false"
  })
  void consume_retriesWhatOtlpSays(int status, boolean retryable) throws Exception {
    backend.answers(HttpBackend.answer(status, PROTO, status(3, "what is wrong", null)));

    Exception failure = failure(start().consume(batch(traces("a", 2)), Context.EMPTY));

    assertThat(failure)
        .isInstanceOf(retryable ? RetryableException.class : PermanentException.class)
        .hasMessage(
            "error exporting items, request to %s/v1/traces responded with HTTP Status Code %d%s",
            backend.url(), status, status == 304 ? "" : ", Message=what is wrong");
    if (failure instanceof PermanentException permanent) {
      assertThat(permanent.code()).isEqualTo(String.valueOf(status));
    }
    assertThat(settings.meter().value(SENT)).isZero();
    assertThat(settings.meter().value(FAILED)).isEqualTo(2);
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "none",
      value = {
        "429, 30, 30",
        "503, 0, 0",
        "502, 7, 7",
        "503, none, none",
        "503, soon, none",
        "503, -5, none",
        "'503', 'Sun, 06 Nov 1994 08:49:37 GMT', 0"
      })
  void consume_hearsRetryAfter(int status, String header, Long seconds) throws Exception {
    backend.answers(
        header == null
            ? HttpBackend.answer(status, "text/html", "busy".getBytes(UTF_8))
            : HttpBackend.answer(status, PROTO, new byte[0], "retry-after", header));

    Exception failure = failure(start().consume(batch(traces("a", 1)), Context.EMPTY));

    assertThat(((RetryableException) failure).retryAfter())
        .isEqualTo(seconds == null ? null : Duration.ofSeconds(seconds));
  }

  @Test
  void consume_readsFailuresInJson() throws Exception {
    backend.answers(
        HttpBackend.answer(
            400,
            "application/json; charset=utf-8",
            "{\"code\":3,\"message\":\"no such tenant\"}".getBytes(UTF_8)));

    assertThat(failure(start().consume(batch(traces("a", 1)), Context.EMPTY)))
        .hasMessageEndingWith("HTTP Status Code 400, Message=no such tenant");
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "none",
      value = {
        "text/plain, ' no such\ttenant\n', ', Body=no such tenant'",
        "text/html, <p>busy</p>, ', Body=<p>busy</p>'",
        "application/json, <p>busy</p>, ', Body=<p>busy</p>'",
        "application/json, '{\"error\":\"x\"}', ''",
        "text/plain, '', ''",
        "image/png, PNG, ''"
      })
  void consume_showsWhatOthersThanOtlpSay(String type, String body, String shown) throws Exception {
    backend.answers(HttpBackend.answer(403, type, body.getBytes(UTF_8)));

    assertThat(failure(start().consume(batch(traces("a", 1)), Context.EMPTY)))
        .hasMessageEndingWith("HTTP Status Code 403" + shown);
  }

  @Test
  void consume_showsTheBeginningOfLongPages() throws Exception {
    backend.answers(HttpBackend.answer(403, "text/plain", "é".repeat(20_000).getBytes(UTF_8)));

    assertThat(failure(start().consume(batch(traces("a", 1)), Context.EMPTY)))
        .hasMessageEndingWith(", Body=" + "é".repeat(500) + "…");

    backend.answers(HttpBackend.answer(403, PROTO, status(3, "x".repeat(10_000), null)));

    assertThat(failure(exporter.consume(batch(traces("a", 1)), Context.EMPTY)))
        .hasMessageEndingWith(", Message=" + "x".repeat(500) + "…");
  }

  @Test
  void consume_hearsDates() throws Exception {
    String inAMinute =
        DateTimeFormatter.RFC_1123_DATE_TIME.format(
            ZonedDateTime.now(ZoneOffset.UTC).plusSeconds(60));
    backend.answers(HttpBackend.answer(503, "text/html", new byte[0], "retry-after", inAMinute));

    Exception failure = failure(start().consume(batch(traces("a", 1)), Context.EMPTY));

    assertThat(((RetryableException) failure).retryAfter())
        .isBetween(Duration.ofSeconds(30), Duration.ofSeconds(60));
  }

  @ParameterizedTest
  @ValueSource(ints = {307, 308})
  void consume_followsRedirects_withTheBody(int status) throws Exception {
    ExportTraceServiceRequest request = traces("a", 3);
    try (HttpBackend other = new HttpBackend()) {
      backend.answers(
          HttpBackend.answer(
              status, "text/html", new byte[0], "location", other.url() + "/elsewhere"));

      assertThat(failure(start().consume(batch(request), Context.EMPTY))).isNull();

      HttpExchange seen = other.next();
      assertThat(seen.method() + " " + seen.path()).isEqualTo("POST /elsewhere");
      assertThat(seen.header("content-type")).isEqualTo(PROTO);
      assertThat(ExportTraceServiceRequest.parseFrom(seen.body())).isEqualTo(request);
    }
    assertThat(settings.meter().value(SENT)).isEqualTo(3);
  }

  @Test
  void consume_reportsWhatTheBackendRejected() throws Exception {
    backend.answers(
        HttpBackend.answer(
            200,
            PROTO,
            ExportTraceServiceResponse.newBuilder()
                .setPartialSuccess(
                    ExportTracePartialSuccess.newBuilder()
                        .setRejectedSpans(2)
                        .setErrorMessage("too old"))
                .build()
                .toByteArray()));

    Exception failure = failure(start().consume(batch(traces("a", 5)), Context.EMPTY));

    assertThat(failure).isInstanceOf(PartialException.class).hasMessage("too old");
    assertThat(((PartialException) failure).rejectedItems()).isEqualTo(2);
    assertThat(settings.meter().value(SENT)).isEqualTo(3);
    assertThat(
            settings
                .meter()
                .value(
                    "otelcol_pipeline_dropped_items{otelcol.component.id=otlp_http,"
                        + "otelcol.component.kind=exporter,otelcol.signal=traces,"
                        + "reason=rejected_by_backend}"))
        .isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"partialSuccess\":{\"rejectedSpans\":\"2\",\"errorMessage\":\"too old\"}}",
        "{\"partial_success\":{\"rejected_spans\":2,\"error_message\":\"too old\"},\"x\":[1]}"
      })
  void consume_readsPartialSuccessInJson(String answer) throws Exception {
    backend.answers(HttpBackend.answer(200, "application/json", answer.getBytes(UTF_8)));

    Exception failure = failure(start().consume(batch(traces("a", 5)), Context.EMPTY));

    assertThat(failure).isInstanceOf(PartialException.class).hasMessage("too old");
    assertThat(((PartialException) failure).rejectedItems()).isEqualTo(2);
  }

  @Test
  void consume_takesAWarningAsSuccess() throws Exception {
    backend.answers(
        HttpBackend.answer(
            202,
            PROTO,
            ExportLogsServiceResponse.newBuilder()
                .setPartialSuccess(ExportLogsPartialSuccess.newBuilder().setErrorMessage("old"))
                .build()
                .toByteArray()));

    assertThat(failure(start().consume(batch(traces("a", 5)), Context.EMPTY))).isNull();
    assertThat(settings.meter().value(SENT)).isEqualTo(5);
  }

  @ParameterizedTest
  @CsvSource({"application/x-protobuf, garbage", "application/json, {", "text/html, <p>ok</p>"})
  void consume_takesAnUnreadableAnswerAsSuccess(String type, String body) throws Exception {
    backend.answers(HttpBackend.answer(200, type, body.getBytes(UTF_8)));

    assertThat(failure(start().consume(batch(traces("a", 5)), Context.EMPTY))).isNull();
    assertThat(settings.meter().value(SENT)).isEqualTo(5);
  }

  @Test
  void consume_neverTurnsAPostIntoAGet() throws Exception {
    backend.answers(
        HttpBackend.answer(302, "text/html", new byte[0], "location", backend.url() + "/login"));

    assertThat(failure(start().consume(batch(traces("a", 1)), Context.EMPTY)))
        .isInstanceOf(PermanentException.class)
        .hasMessageEndingWith("; it points to %s/login: change endpoint", backend.url());
    backend.next();
    assertThat(backend.isQuiet()).isTrue();
  }

  @Test
  void consume_failsAsRetryable_whenNobodyListens() throws Exception {
    int port;
    try (ServerSocket socket = new ServerSocket(0)) {
      port = socket.getLocalPort();
    }
    String url = "http://127.0.0.1:" + port;

    assertThat(failure(start("endpoint", url).consume(batch(traces("a", 1)), Context.EMPTY)))
        .isInstanceOf(RetryableException.class)
        .hasMessage(
            "failed to make an HTTP request to %s/v1/traces: connection refused: 127.0.0.1:%d;"
                + " start the backend or change endpoint",
            url, port);
    assertThat(settings.meter().value(FAILED)).isEqualTo(1);
  }

  @Test
  void consume_failsAsRetryable_whenNoAnswerComes() throws Exception {
    try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      start("endpoint", "http://127.0.0.1:" + silent.getLocalPort(), "timeout", "200ms");
      assertThat(failure(exporter.consume(batch(traces("a", 1)), Context.EMPTY)))
          .isInstanceOf(RetryableException.class)
          .hasMessageContaining("within 200 ms; raise timeout, or look at the backend");
    }
  }

  @Test
  void consume_failsAsRetryable_whenTheConnectionIsReset() throws Exception {
    try (ServerSocket resetting = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      CompletableFuture<Void> reset = CompletableFuture.runAsync(() -> acceptAndReset(resetting));
      start("endpoint", "http://127.0.0.1:" + resetting.getLocalPort());
      assertThat(failure(exporter.consume(batch(traces("a", 1)), Context.EMPTY)))
          .isInstanceOf(RetryableException.class)
          .hasMessageContaining("start the backend or change endpoint");
      reset.get(10, TimeUnit.SECONDS);
    }
  }

  private static void acceptAndReset(ServerSocket listening) {
    try (var socket = listening.accept()) {
      socket.setSoLinger(true, 0);
      socket.getInputStream().read();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @Test
  void consume_beforeStart_failsAsRetryable() throws Exception {
    start();
    exporter.shutdown(Duration.ofSeconds(1)).toCompletableFuture().get(10, TimeUnit.SECONDS);
    assertThat(failure(exporter.consume(batch(traces("a", 1)), Context.EMPTY)))
        .isInstanceOf(RetryableException.class);
  }
}
