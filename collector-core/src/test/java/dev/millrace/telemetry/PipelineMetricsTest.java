package dev.millrace.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.component.BuildInfo;
import dev.millrace.component.ComponentId;
import dev.millrace.component.ComponentSettings;
import dev.millrace.component.ErrorTypes;
import dev.millrace.component.Kind;
import dev.millrace.component.Level;
import dev.millrace.component.PermanentException;
import dev.millrace.component.RetryableException;
import dev.millrace.data.Signal;
import dev.millrace.telemetry.metrics.MeterRegistry;
import dev.millrace.telemetry.metrics.MetricFamily.NumberPoint;
import io.netty.util.concurrent.ImmediateEventExecutor;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ForkJoinPool;
import org.junit.jupiter.api.Test;
import org.slf4j.helpers.NOPLogger;

class PipelineMetricsTest {
  private MeterRegistry registry = new MeterRegistry(Level.NORMAL);

  @Test
  void receiver_showsAcceptedAndRefusedFromTheStart() {
    ReceiverTelemetry receiver =
        new ReceiverTelemetry(settings(Kind.RECEIVER, "otlp"), Signal.TRACES, "grpc");
    String labels = "{receiver=otlp, transport=grpc}";

    assertThat(values())
        .containsOnly(
            Map.entry("otelcol_receiver_accepted_spans" + labels, 0.0),
            Map.entry("otelcol_receiver_refused_spans" + labels, 0.0));

    receiver.accepted(3);
    receiver.refused(2);
    receiver.failed(1);

    assertThat(values())
        .containsOnly(
            Map.entry("otelcol_receiver_accepted_spans" + labels, 3.0),
            Map.entry("otelcol_receiver_refused_spans" + labels, 2.0),
            Map.entry("otelcol_receiver_failed_spans" + labels, 1.0));
  }

  @Test
  void exporter_showsEnqueueFailedOfThreeSignalsFromTheStart() {
    ExporterTelemetry exporter =
        new ExporterTelemetry(settings(Kind.EXPORTER, "debug/a"), Signal.METRICS);
    String labels = "{exporter=debug/a}";

    assertThat(values())
        .containsOnly(
            Map.entry("otelcol_exporter_enqueue_failed_log_records" + labels, 0.0),
            Map.entry("otelcol_exporter_enqueue_failed_metric_points" + labels, 0.0),
            Map.entry("otelcol_exporter_enqueue_failed_spans" + labels, 0.0),
            Map.entry("otelcol_exporter_sent_metric_points" + labels, 0.0));

    exporter.sent(1);
    exporter.sendFailed(2, new RetryableException("away"));
    exporter.enqueueFailed(3);

    assertThat(values())
        .containsEntry("otelcol_exporter_sent_metric_points" + labels, 1.0)
        .containsEntry("otelcol_exporter_send_failed_metric_points" + labels, 2.0)
        .containsEntry("otelcol_exporter_enqueue_failed_metric_points" + labels, 3.0);
  }

  @Test
  void exporter_tellsKindsOfFailuresApart_atDetailed() {
    registry = new MeterRegistry(Level.DETAILED);
    ExporterTelemetry exporter =
        new ExporterTelemetry(settings(Kind.EXPORTER, "otlp"), Signal.TRACES);
    RetryableException away = new RetryableException("away", null, null, ErrorTypes.ofHttp(503));
    exporter.sendFailed(2, away);
    exporter.sendFailed(3, away);
    String refused = ErrorTypes.ofGrpc("INVALID_ARGUMENT");
    exporter.sendFailed(1, new PermanentException("no", "INVALID_ARGUMENT", null, refused));

    String name = "otelcol_exporter_send_failed_spans{error.permanent=";
    assertThat(values())
        .containsEntry(name + "false, error.type=Unavailable, exporter=otlp}", 5.0)
        .containsEntry(name + "true, error.type=InvalidArgument, exporter=otlp}", 1.0);
  }

  @Test
  void dropped_namesTheReason() {
    DropTelemetry<Reason> drops =
        new DropTelemetry<>(settings(Kind.EXPORTER, "otlp"), Signal.LOGS, Reason.class);
    assertThat(values()).isEmpty();

    drops.dropped(Reason.QUEUE_FULL, 7);

    assertThat(values())
        .containsOnly(
            Map.entry(
                "otelcol_pipeline_dropped_items{otelcol.component.id=otlp,"
                    + " otelcol.component.kind=exporter, otelcol.signal=logs, reason=queue_full}",
                7.0));
  }

  private enum Reason {
    QUEUE_FULL,
    TOO_OLD
  }

  private Map<String, Double> values() {
    Map<String, Double> values = new TreeMap<>();
    registry
        .snapshot()
        .forEach(family ->
            family
                .points()
                .forEach(point ->
                    values.put(
                        family.instrument().name() + point.labels(),
                        ((NumberPoint) point).value())));
    return values;
  }

  private ComponentSettings settings(Kind kind, String id) {
    return new ComponentSettings(
        ComponentId.parse(id),
        kind,
        Set.of(),
        NOPLogger.NOP_LOGGER,
        registry,
        ImmediateEventExecutor.INSTANCE,
        ForkJoinPool.commonPool(),
        new BuildInfo("millrace", "Millrace", "1.0"));
  }
}
