package dev.millrace.exporters.otlp;

import static dev.millrace.exporters.OtlpSamples.batch;
import static dev.millrace.exporters.OtlpSamples.failure;
import static dev.millrace.exporters.OtlpSamples.status;
import static dev.millrace.exporters.OtlpSamples.traces;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.component.Context;
import dev.millrace.component.Exporter;
import dev.millrace.component.PartialException;
import dev.millrace.component.PermanentException;
import dev.millrace.component.RetryableException;
import dev.millrace.data.Batch;
import dev.millrace.data.Signal;
import dev.millrace.data.Slice;
import dev.millrace.exporters.OtlpSamples;
import dev.millrace.testkit.TestSettings;
import io.grpc.Metadata;
import io.grpc.Status;
import io.opentelemetry.proto.collector.trace.v1.ExportTracePartialSuccess;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class OtlpGrpcExporterTest {
  private static final String SENT = "otelcol_exporter_sent_spans{exporter=otlp_grpc}";
  private static final String FAILED = "otelcol_exporter_send_failed_spans{exporter=otlp_grpc}";
  private static final Map<String, ?> INSECURE = Map.of("insecure", true);

  private final TestSettings settings = new TestSettings();
  private final GrpcBackend backend;
  private Exporter exporter;

  OtlpGrpcExporterTest() throws IOException {
    backend = new GrpcBackend(null);
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
            Map.of(
                "endpoint",
                backend.endpoint(),
                "tls",
                INSECURE,
                "sending_queue",
                off,
                "retry_on_failure",
                off));
    for (int i = 0; i < keys.length; i += 2) {
      all.put((String) keys[i], keys[i + 1]);
    }
    exporter = OtlpSamples.exporter(new OtlpGrpcFactory(), settings, all);
    return exporter;
  }

  private Exception send(Batch batch) throws Exception {
    return failure(exporter.consume(batch, Context.EMPTY));
  }

  @ParameterizedTest
  @ValueSource(strings = {"gzip", "zstd", "snappy", "none", ""})
  void consume_sendsTheBytesOfAllParts(String compression) throws Exception {
    ExportTraceServiceRequest first = traces("a", 100);
    ExportTraceServiceRequest second = traces("b", 3);

    start("compression", compression);
    assertThat(send(batch(first, second))).isNull();

    GrpcBackend.Seen seen = backend.next();
    assertThat(seen.method())
        .isEqualTo("opentelemetry.proto.collector.trace.v1.TraceService/Export");
    assertThat(ExportTraceServiceRequest.parseFrom(seen.request()))
        .isEqualTo(first.toBuilder().mergeFrom(second).build());
    Metadata headers = backend.nextHeaders();
    assertThat(text(headers, "user-agent")).startsWith("millrace/test (");
    assertThat(text(headers, "grpc-encoding"))
        .isEqualTo(compression.isEmpty() || compression.equals("none") ? null : compression);
    assertThat(settings.meter().value(SENT)).isEqualTo(103);
    assertThat(settings.meter().value(FAILED)).isZero();
  }

  private static String text(Metadata headers, String name) {
    return headers.get(Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER));
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
    assertThat(send(batch)).isNull();

    ExportTraceServiceRequest sent = coding.equals(came) ? kept : plain;
    assertThat(ExportTraceServiceRequest.parseFrom(backend.next().request()))
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
    assertThat(send(batch)).isNull();

    assertThat(ExportTraceServiceRequest.parseFrom(backend.next().request()))
        .isEqualTo(traces("plain", 1));
  }

  @Test
  void consume_sendsLargeBatches() throws Exception {
    ExportTraceServiceRequest request = traces("a long name of a span", 60_000);

    start();
    assertThat(send(batch(request))).isNull();

    assertThat(ExportTraceServiceRequest.parseFrom(backend.next().request())).isEqualTo(request);
  }

  @ParameterizedTest
  @CsvSource({
    "METRICS, metrics.v1.Metrics",
    "LOGS, logs.v1.Logs",
    "PROFILES, profiles.v1development.Profiles"
  })
  void consume_callsTheServiceOfTheSignal(Signal signal, String service) throws Exception {
    start();
    assertThat(send(Batch.parse(signal, Slice.of(new byte[0])))).isNull();
    assertThat(backend.next().method())
        .isEqualTo("opentelemetry.proto.collector." + service + "Service/Export");
  }

  @Test
  void consume_sendsEachRequestOfProfilesByItself() throws Exception {
    Batch one = Batch.parse(Signal.PROFILES, Slice.of(new byte[] {0x12, 0}));
    start();
    assertThat(send(Batch.concat(Signal.PROFILES, List.of(one, one)))).isNull();
    assertThat(backend.next().request()).isEqualTo(new byte[] {0x12, 0});
    assertThat(backend.next().request()).isEqualTo(new byte[] {0x12, 0});
  }

  @Test
  void consume_sendsHeadersAuthorityAndUserAgent() throws Exception {
    start(
        "headers",
        Map.of("X-Tenant", "t1", "key-bin", "v"),
        "authority",
        "other.example",
        "user_agent",
        "mine/1");
    assertThat(send(batch(traces("a", 1)))).isNull();

    Metadata headers = backend.nextHeaders();
    assertThat(text(headers, "x-tenant")).isEqualTo("t1");
    assertThat(headers.get(Metadata.Key.of("key-bin", Metadata.BINARY_BYTE_MARSHALLER)))
        .isEqualTo(new byte[] {'v'});
    assertThat(text(headers, "x-authority")).isEqualTo("other.example");
    assertThat(text(headers, "user-agent")).startsWith("mine/1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://%s", "dns:///%s", "dns://%s", "passthrough:///%s", "%s"})
  void consume_takesEveryFormOfEndpoint(String form) throws Exception {
    start("endpoint", form.formatted(backend.endpoint()));
    assertThat(send(batch(traces("a", 1)))).isNull();
  }

  @ParameterizedTest
  @EnumSource(
      value = Status.Code.class,
      names = {"OK"},
      mode = EnumSource.Mode.EXCLUDE)
  void consume_retriesWhatOtlpSays(Status.Code code) throws Exception {
    backend.fails(code.toStatus().withDescription("what is wrong"), null);
    start();

    Exception failure = send(batch(traces("a", 2)));

    boolean retryable =
        switch (code) {
          case CANCELLED, DEADLINE_EXCEEDED, ABORTED, OUT_OF_RANGE, UNAVAILABLE, DATA_LOSS -> true;
          default -> false;
        };
    assertThat(failure)
        .isInstanceOf(retryable ? RetryableException.class : PermanentException.class)
        .hasMessageStartingWith("request to %s failed with %s: ", backend.endpoint(), code)
        .hasMessageContaining("what is wrong");
    if (failure instanceof PermanentException permanent) {
      assertThat(permanent.code()).isEqualTo(code.name());
    }
    assertThat(settings.meter().value(SENT)).isZero();
    assertThat(settings.meter().value(FAILED)).isEqualTo(2);
  }

  @ParameterizedTest
  @CsvSource({
    "RESOURCE_EXHAUSTED, 3, 500000000, 3500",
    "RESOURCE_EXHAUSTED, 0, 0, 0",
    "UNAVAILABLE, 30, 0, 30000",
    "UNAVAILABLE, -5, 0, 0"
  })
  void consume_hearsRetryInfo(Status.Code code, long seconds, int nanos, long millis)
      throws Exception {
    var delay =
        com.google.protobuf.Duration.newBuilder().setSeconds(seconds).setNanos(nanos).build();
    backend.fails(code.toStatus(), status(code.value(), "busy", delay));
    start();

    assertThat(((RetryableException) send(batch(traces("a", 1)))).retryAfter())
        .isEqualTo(Duration.ofMillis(millis));
  }

  @Test
  void consume_withoutRetryInfo_dropsWhatExhaustsTheBackend() throws Exception {
    start();
    for (byte[] details : List.of(status(8, "quota", null), new byte[] {1, 2, 3})) {
      backend.fails(Status.RESOURCE_EXHAUSTED, details);
      assertThat(send(batch(traces("a", 1)))).isInstanceOf(PermanentException.class);
    }
  }

  @Test
  void consume_reportsWhatTheBackendRejected() throws Exception {
    backend.answers(
        ExportTraceServiceResponse.newBuilder()
            .setPartialSuccess(
                ExportTracePartialSuccess.newBuilder()
                    .setRejectedSpans(2)
                    .setErrorMessage("too old"))
            .build()
            .toByteArray());
    start();

    Exception failure = send(batch(traces("a", 5)));

    assertThat(failure).isInstanceOf(PartialException.class).hasMessage("too old");
    assertThat(((PartialException) failure).rejectedItems()).isEqualTo(2);
    assertThat(settings.meter().value(SENT)).isEqualTo(3);
  }

  @Test
  void consume_takesAnUnreadableAnswerAsSuccess() throws Exception {
    backend.answers(new byte[] {10, 99});
    start();
    assertThat(send(batch(traces("a", 5)))).isNull();
    assertThat(settings.meter().value(SENT)).isEqualTo(5);
  }

  @Test
  void consume_failsAsRetryable_whenNobodyListens() throws Exception {
    int port;
    try (ServerSocket socket = new ServerSocket(0)) {
      port = socket.getLocalPort();
    }
    start("endpoint", "127.0.0.1:" + port);

    assertThat(send(batch(traces("a", 1))))
        .isInstanceOf(RetryableException.class)
        .hasMessage(
            "request to 127.0.0.1:%d failed with UNAVAILABLE: connection refused: 127.0.0.1:%d;"
                + " start the backend or change endpoint",
            port, port);
  }

  @Test
  void consume_failsAsRetryable_whenThereIsNoSuchUnixSocket(@TempDir Path folder) throws Exception {
    String endpoint = "unix:" + folder.resolve("none");
    start("endpoint", endpoint);
    assertThat(send(batch(traces("a", 1))))
        .isInstanceOf(RetryableException.class)
        .hasMessageContaining("request to " + endpoint + " failed with UNAVAILABLE: ")
        .hasMessageContaining("start the backend or change endpoint");
  }

  @Test
  void consume_failsAsRetryable_whenTheHostIsUnknown() throws Exception {
    start("endpoint", "no-such-host.invalid:4317");
    assertThat(send(batch(traces("a", 1))))
        .isInstanceOf(RetryableException.class)
        .hasMessageContaining("no such host: no-such-host.invalid:4317; start the backend");
  }

  @Test
  void consume_failsAsRetryable_whenNoAnswerComes() throws Exception {
    backend.saysNothing();
    start("timeout", "200ms");
    assertThat(send(batch(traces("a", 1))))
        .isInstanceOf(RetryableException.class)
        .hasMessageContaining("failed with DEADLINE_EXCEEDED: no answer in time; raise timeout");
  }

  @Test
  void consume_waitsForAConnection_whenAsked() throws Exception {
    int port;
    try (ServerSocket socket = new ServerSocket(0)) {
      port = socket.getLocalPort();
    }
    start("endpoint", "127.0.0.1:" + port, "wait_for_ready", true, "timeout", "300ms");
    assertThat(send(batch(traces("a", 1)))).hasMessageContaining("failed with DEADLINE_EXCEEDED");
  }

  @Test
  void consume_failsAsRetryable_whenTheConnectionIsReset() throws Exception {
    try (ServerSocket resetting = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      CompletableFuture<Void> reset = CompletableFuture.runAsync(() -> acceptAndReset(resetting));
      start("endpoint", "127.0.0.1:" + resetting.getLocalPort());
      assertThat(send(batch(traces("a", 1)))).isInstanceOf(RetryableException.class);
      reset.get(10, TimeUnit.SECONDS);
    }
  }

  private static void acceptAndReset(ServerSocket listening) {
    try (Socket socket = listening.accept()) {
      socket.setSoLinger(true, 0);
      socket.getInputStream().read();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void consume_isNotCancelledWithTheCallThatItRunsIn() throws Exception {
    start();
    io.grpc.Context.CancellableContext ofServerCall = io.grpc.Context.ROOT.withCancellation();
    io.grpc.Context previous = ofServerCall.attach();
    var sent = exporter.consume(batch(traces("a", 1)), Context.EMPTY);
    ofServerCall.detach(previous);
    ofServerCall.cancel(null);
    assertThat(failure(sent)).isNull();
    assertThat(settings.meter().value(SENT)).isEqualTo(1);
  }

  @Test
  void consume_triesAgain_asOfDefault() throws Exception {
    backend.fails(Status.UNAVAILABLE, null);
    Map<String, Object> keys =
        Map.of(
            "endpoint",
            backend.endpoint(),
            "tls",
            INSECURE,
            "retry_on_failure",
            Map.of("initial_interval", "10ms"));
    exporter = OtlpSamples.exporter(new OtlpGrpcFactory(), settings, keys);
    ExportTraceServiceRequest request = traces("a", 3);
    assertThat(send(batch(request))).isNull();
    backend.next();
    backend.next();
    backend.fails(null, null);

    exporter.shutdown(Duration.ofSeconds(5)).toCompletableFuture().get(10, TimeUnit.SECONDS);

    assertThat(settings.meter().value(SENT)).isEqualTo(3);
    assertThat(settings.meter().value(FAILED)).isZero();
  }

  @Test
  void shutdown_endsWhatTheBackendDoesNotAnswer() throws Exception {
    backend.saysNothing();
    start("timeout", "0");
    var sent = exporter.consume(batch(traces("a", 1)), Context.EMPTY);
    backend.next();
    exporter.shutdown(Duration.ofSeconds(1)).toCompletableFuture().get(10, TimeUnit.SECONDS);
    assertThat(failure(sent)).isInstanceOf(RetryableException.class);
  }
}
