package dev.millrace.e2e;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.exporter.otlp.http.logs.OtlpHttpLogRecordExporter;
import io.opentelemetry.exporter.otlp.http.metrics.OtlpHttpMetricExporter;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.exporter.otlp.logs.OtlpGrpcLogRecordExporter;
import io.opentelemetry.exporter.otlp.metrics.OtlpGrpcMetricExporter;
import io.opentelemetry.exporter.otlp.trace.OtlpGrpcSpanExporter;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.logs.SdkLoggerProvider;
import io.opentelemetry.sdk.logs.export.LogRecordExporter;
import io.opentelemetry.sdk.logs.export.SimpleLogRecordProcessor;
import io.opentelemetry.sdk.metrics.SdkMeterProvider;
import io.opentelemetry.sdk.metrics.export.MetricExporter;
import io.opentelemetry.sdk.metrics.export.PeriodicMetricReader;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.util.concurrent.TimeUnit;

/** An application instrumented with the OpenTelemetry SDK, sending with the SDK's own exporters. */
final class SdkApplication implements AutoCloseable {

  private final OpenTelemetrySdk sdk;

  private SdkApplication(SpanExporter spans, MetricExporter metrics, LogRecordExporter logs) {
    Resource resource =
        Resource.create(
            io.opentelemetry.api.common.Attributes.of(
                AttributeKey.stringKey("service.name"), "shop"));
    sdk =
        OpenTelemetrySdk.builder()
            .setTracerProvider(
                SdkTracerProvider.builder()
                    .setResource(resource)
                    .addSpanProcessor(SimpleSpanProcessor.create(spans))
                    .build())
            .setMeterProvider(
                SdkMeterProvider.builder()
                    .setResource(resource)
                    .registerMetricReader(PeriodicMetricReader.builder(metrics).build())
                    .build())
            .setLoggerProvider(
                SdkLoggerProvider.builder()
                    .setResource(resource)
                    .addLogRecordProcessor(SimpleLogRecordProcessor.create(logs))
                    .build())
            .build();
  }

  static SdkApplication overGrpc(String endpoint) {
    return new SdkApplication(
        OtlpGrpcSpanExporter.builder().setEndpoint(endpoint).setCompression("gzip").build(),
        OtlpGrpcMetricExporter.builder().setEndpoint(endpoint).build(),
        OtlpGrpcLogRecordExporter.builder().setEndpoint(endpoint).build());
  }

  static SdkApplication overHttp(String endpoint) {
    return new SdkApplication(
        OtlpHttpSpanExporter.builder()
            .setEndpoint(endpoint + "/v1/traces")
            .setCompression("gzip")
            .build(),
        OtlpHttpMetricExporter.builder().setEndpoint(endpoint + "/v1/metrics").build(),
        OtlpHttpLogRecordExporter.builder().setEndpoint(endpoint + "/v1/logs").build());
  }

  /** With gzip and TLS for every signal. */
  static SdkApplication overGrpc(String endpoint, byte[] authority) {
    return new SdkApplication(
        OtlpGrpcSpanExporter.builder()
            .setEndpoint(endpoint)
            .setCompression("gzip")
            .setTrustedCertificates(authority)
            .build(),
        OtlpGrpcMetricExporter.builder()
            .setEndpoint(endpoint)
            .setCompression("gzip")
            .setTrustedCertificates(authority)
            .build(),
        OtlpGrpcLogRecordExporter.builder()
            .setEndpoint(endpoint)
            .setCompression("gzip")
            .setTrustedCertificates(authority)
            .build());
  }

  /** With gzip and TLS for every signal. */
  static SdkApplication overHttp(String endpoint, byte[] authority) {
    return new SdkApplication(
        OtlpHttpSpanExporter.builder()
            .setEndpoint(endpoint + "/v1/traces")
            .setCompression("gzip")
            .setTrustedCertificates(authority)
            .build(),
        OtlpHttpMetricExporter.builder()
            .setEndpoint(endpoint + "/v1/metrics")
            .setCompression("gzip")
            .setTrustedCertificates(authority)
            .build(),
        OtlpHttpLogRecordExporter.builder()
            .setEndpoint(endpoint + "/v1/logs")
            .setCompression("gzip")
            .setTrustedCertificates(authority)
            .build());
  }

  /** Makes one span, one point of a counter and one log record, all with {@code name}. */
  void work(String name) {
    Span span = sdk.getTracer("shop").spanBuilder("span " + name).startSpan();
    span.setAttribute("items", 3);
    span.end();
    sdk.getMeter("shop").counterBuilder("counter_" + name).build().add(7);
    sdk.getSdkLoggerProvider().get("shop").logRecordBuilder().setBody("log " + name).emit();
    await(sdk.getSdkTracerProvider().forceFlush());
    await(sdk.getSdkMeterProvider().forceFlush());
    await(sdk.getSdkLoggerProvider().forceFlush());
  }

  private static void await(CompletableResultCode result) {
    if (!result.join(20, TimeUnit.SECONDS).isSuccess()) {
      throw new AssertionError("the SDK could not send", result.getFailureThrowable());
    }
  }

  @Override
  public void close() {
    sdk.shutdown().join(10, TimeUnit.SECONDS);
  }
}
