package dev.millrace.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.trace.v1.Span;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Applications with OpenTelemetry's SDKs, over every protocol, with gzip and with TLS. */
class SdkClientsIT {
  private static final Duration LIMIT = Duration.ofSeconds(30);

  @TempDir static Path directory;

  private static final int GRPC = Ports.free();
  private static final int HTTP = Ports.free();
  private static final int GRPC_TLS = Ports.free();
  private static final int HTTP_TLS = Ports.free();

  private static Certificate certificate;
  private static OtlpSink sink;
  private static CollectorProcess collector;

  @BeforeAll
  static void start() {
    certificate = Certificate.make(directory);
    sink = new OtlpSink();
    String tls = "{cert_file: %s, key_file: %s}".formatted(certificate.file(), certificate.key());
    collector =
        CollectorProcess.with(Ports.ownMetricsAt(Ports.free()))
            .config(
                directory,
                """
                receivers:
                  otlp:
                    protocols:
                      grpc: {endpoint: "localhost:%d"}
                      http: {endpoint: "localhost:%d"}
                  otlp/tls:
                    protocols:
                      grpc: {endpoint: "localhost:%d", tls: %s}
                      http: {endpoint: "localhost:%d", tls: %s}
                exporters:
                  otlp_grpc: {endpoint: "%s", tls: {insecure: true}}
                service:
                  pipelines:
                    traces: {receivers: [otlp, otlp/tls], exporters: [otlp_grpc]}
                    metrics: {receivers: [otlp, otlp/tls], exporters: [otlp_grpc]}
                    logs: {receivers: [otlp, otlp/tls], exporters: [otlp_grpc]}
                """
                    .formatted(GRPC, HTTP, GRPC_TLS, tls, HTTP_TLS, tls, sink.grpcEndpoint()))
            .startAndAwaitReady();
  }

  @AfterAll
  static void stop() {
    try (CollectorProcess running = collector) {
      running.stop().assertExitCode(0);
    } finally {
      sink.close();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "grpc, none, http", "proto, none, http", "http, none, http",
    "grpc, gzip, https", "proto, gzip, https", "http, gzip, https"
  })
  void javaScript_sendsAllSignals(String protocol, String compression, String scheme) {
    JavaScriptApplication.require();
    String name = String.join("_", "js", protocol, compression, scheme);
    boolean tls = scheme.equals("https");
    int port = protocol.equals("grpc") ? (tls ? GRPC_TLS : GRPC) : (tls ? HTTP_TLS : HTTP);
    Map<String, String> environment = new HashMap<>();
    environment.put("OTEL_EXPORTER_OTLP_ENDPOINT", scheme + "://localhost:" + port);
    environment.put("OTEL_EXPORTER_OTLP_COMPRESSION", compression);
    if (tls) {
      environment.put("OTEL_EXPORTER_OTLP_CERTIFICATE", certificate.file().toString());
    }
    JavaScriptApplication.work(protocol, name, environment);
    assertArrived(name);
  }

  @Test
  void java_sendsAllSignalsOverGrpc() {
    try (SdkApplication application = SdkApplication.overGrpc("http://localhost:" + GRPC)) {
      application.work("java_grpc");
    }
    assertArrived("java_grpc");
  }

  @Test
  void java_sendsAllSignalsOverGrpcWithGzipAndTls() {
    String endpoint = "https://localhost:" + GRPC_TLS;
    try (SdkApplication application = SdkApplication.overGrpc(endpoint, certificate.bytes())) {
      application.work("java_grpc_tls");
    }
    assertArrived("java_grpc_tls");
  }

  @Test
  void java_sendsAllSignalsOverHttp() {
    try (SdkApplication application = SdkApplication.overHttp("http://localhost:" + HTTP)) {
      application.work("java_http");
    }
    assertArrived("java_http");
  }

  @Test
  void java_sendsAllSignalsOverHttpWithGzipAndTls() {
    String endpoint = "https://localhost:" + HTTP_TLS;
    try (SdkApplication application = SdkApplication.overHttp(endpoint, certificate.bytes())) {
      application.work("java_http_tls");
    }
    assertArrived("java_http_tls");
  }

  private static void assertArrived(String name) {
    Await.until(
        "the signals of " + name,
        LIMIT,
        () -> !spans(name).isEmpty() && !counters(name).isEmpty() && logs(name) > 0,
        () -> spans(name) + "\n" + counters(name) + "\n" + collector.stderr().text());
    assertThat(spans(name)).hasSize(1);
    Span span = spans(name).get(0);
    assertThat(span.getTraceId().size()).isEqualTo(16);
    assertThat(span.getSpanId().size()).isEqualTo(8);
    assertThat(span.getStartTimeUnixNano()).isPositive();
    assertThat(span.getAttributesList())
        .anySatisfy(attribute -> {
          assertThat(attribute.getKey()).isEqualTo("items");
          assertThat(attribute.getValue().getIntValue()).isEqualTo(3);
        });
    var point = counters(name).get(0).getSum().getDataPoints(0);
    assertThat(point.getAsInt() + (long) point.getAsDouble()).isEqualTo(7);
    assertThat(logs(name)).isEqualTo(1);
  }

  private static List<Span> spans(String name) {
    return sink.spans().stream().filter(span -> span.getName().equals("span " + name)).toList();
  }

  private static List<Metric> counters(String name) {
    return sink.metrics().stream()
        .filter(metric -> metric.getName().equals("counter_" + name))
        .toList();
  }

  private static long logs(String name) {
    AnyValue body = AnyValue.newBuilder().setStringValue("log " + name).build();
    return sink.logRecords().stream().filter(record -> record.getBody().equals(body)).count();
  }
}
