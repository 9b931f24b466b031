package dev.millrace.benchmarks.data;

import static dev.millrace.benchmarks.data.Payload.number;
import static dev.millrace.benchmarks.data.Payload.text;

import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.metrics.v1.AggregationTemporality;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.metrics.v1.NumberDataPoint;
import io.opentelemetry.proto.metrics.v1.ResourceMetrics;
import io.opentelemetry.proto.metrics.v1.ScopeMetrics;
import io.opentelemetry.proto.metrics.v1.Sum;
import java.util.Random;

/** Requests of sums, up to 10 points in a metric; 5 attributes and some 220 bytes a point. */
public final class MetricPayload {
  private static final int POINTS_PER_METRIC = 10;

  private MetricPayload() {}

  public static ExportMetricsServiceRequest of(int points) {
    Random random = new Random(42);
    ScopeMetrics.Builder scope = ScopeMetrics.newBuilder().setScope(Payload.scope());
    for (int done = 0; done < points; done += POINTS_PER_METRIC) {
      scope.addMetrics(metric(random, done, Math.min(POINTS_PER_METRIC, points - done)));
    }
    return ExportMetricsServiceRequest.newBuilder()
        .addResourceMetrics(
            ResourceMetrics.newBuilder()
                .setResource(Payload.resource())
                .addScopeMetrics(scope)
                .setSchemaUrl(Payload.SCHEMA_URL))
        .build();
  }

  private static Metric metric(Random random, int number, int points) {
    Sum.Builder sum =
        Sum.newBuilder()
            .setIsMonotonic(true)
            .setAggregationTemporality(AggregationTemporality.AGGREGATION_TEMPORALITY_CUMULATIVE);
    for (int i = 0; i < points; i++) {
      sum.addDataPoints(point(random));
    }
    return Metric.newBuilder()
        .setName("http.server.requests." + number)
        .setDescription("Requests that the server has answered.")
        .setUnit("{request}")
        .setSum(sum)
        .build();
  }

  private static NumberDataPoint point(Random random) {
    return NumberDataPoint.newBuilder()
        .setStartTimeUnixNano(Payload.TIME_UNIX_NANOS - 3_600_000_000_000L)
        .setTimeUnixNano(Payload.TIME_UNIX_NANOS + random.nextInt(1_000_000_000))
        .setAsDouble(random.nextInt(1_000_000))
        .addAttributes(text("http.request.method", random.nextBoolean() ? "GET" : "POST"))
        .addAttributes(text("http.route", "/api/v1/orders/{id}/" + random.nextInt(100)))
        .addAttributes(number("http.response.status_code", random.nextInt(10) == 0 ? 500 : 200))
        .addAttributes(text("url.scheme", "https"))
        .addAttributes(text("network.protocol.version", "1.1"))
        .build();
  }
}
