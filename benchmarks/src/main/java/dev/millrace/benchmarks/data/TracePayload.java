package dev.millrace.benchmarks.data;

import static dev.millrace.benchmarks.data.Payload.id;
import static dev.millrace.benchmarks.data.Payload.number;
import static dev.millrace.benchmarks.data.Payload.text;

import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status;
import java.util.Random;

/**
 * Requests of HTTP server spans: 10 attributes and some 526 bytes each, tag and length included.
 */
public final class TracePayload {
  private static final String[] METHODS = {"GET", "POST"};
  private static final String[] ROUTES = {
    "/api/v1/orders/{id}", "/api/v1/customers", "/healthz/ok"
  };

  private TracePayload() {}

  public static ExportTraceServiceRequest of(int spans) {
    Random random = new Random(42);
    ScopeSpans.Builder scope = ScopeSpans.newBuilder().setScope(Payload.scope());
    for (int i = 0; i < spans; i++) {
      scope.addSpans(span(random, i));
    }
    return ExportTraceServiceRequest.newBuilder()
        .addResourceSpans(
            ResourceSpans.newBuilder()
                .setResource(Payload.resource())
                .addScopeSpans(scope)
                .setSchemaUrl(Payload.SCHEMA_URL))
        .build();
  }

  private static Span span(Random random, int index) {
    long start = Payload.TIME_UNIX_NANOS + random.nextInt(1_000_000_000);
    String path = "/api/v1/orders/" + (100_000 + random.nextInt(900_000));
    return Span.newBuilder()
        .setTraceId(id(random, 16))
        .setSpanId(id(random, 8))
        .setParentSpanId(id(random, 8))
        .setFlags(0x101)
        .setName(METHODS[index % 2] + " " + ROUTES[random.nextInt(3)])
        .setKind(Span.SpanKind.SPAN_KIND_SERVER)
        .setStartTimeUnixNano(start)
        .setEndTimeUnixNano(start + random.nextInt(50_000_000))
        .addAttributes(text("http.request.method", METHODS[index % 2]))
        .addAttributes(text("url.path", path))
        .addAttributes(text("url.scheme", "https"))
        .addAttributes(text("http.route", ROUTES[random.nextInt(3)]))
        .addAttributes(number("http.response.status_code", random.nextInt(10) == 0 ? 500 : 200))
        .addAttributes(
            text("server.address", "checkout-frontend.shop-production.svc.cluster.local"))
        .addAttributes(number("server.port", 8443))
        .addAttributes(text("client.address", "10.42." + random.nextInt(256) + ".17"))
        .addAttributes(
            text(
                "user_agent.original",
                "okhttp/5.1.0 (Android 16; Pixel 10; BP2A.250605.031.A3) shop/8.14.2"))
        .addAttributes(text("thread.name", "millrace-reactor-http-epoll-" + random.nextInt(8)))
        .setStatus(Status.newBuilder().setCode(Status.StatusCode.STATUS_CODE_OK))
        .build();
  }
}
