package dev.millrace.benchmarks.otlp;

import dev.millrace.benchmarks.data.LogPayload;
import dev.millrace.benchmarks.data.MetricPayload;
import dev.millrace.benchmarks.data.TracePayload;

/** What is sent. */
enum LoadSignal {
  TRACES("trace", "traces"),
  METRICS("metrics", "metrics"),
  LOGS("logs", "logs");

  private final String service;
  private final String path;

  LoadSignal(String service, String path) {
    this.service = service;
    this.path = path;
  }

  String text() {
    return path;
  }

  String grpcMethod() {
    String name = Character.toUpperCase(service.charAt(0)) + service.substring(1);
    return "opentelemetry.proto.collector." + service + ".v1." + name + "Service/Export";
  }

  String httpPath() {
    return "/v1/" + path;
  }

  /** A request of so many items. */
  byte[] payload(int items) {
    return switch (this) {
      case TRACES -> TracePayload.of(items).toByteArray();
      case METRICS -> MetricPayload.of(items).toByteArray();
      case LOGS -> LogPayload.of(items).toByteArray();
    };
  }
}
