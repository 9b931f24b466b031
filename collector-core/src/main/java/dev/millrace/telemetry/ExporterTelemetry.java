package dev.millrace.telemetry;

import dev.millrace.component.ComponentSettings;
import dev.millrace.component.ConsumeException;
import dev.millrace.component.Level;
import dev.millrace.component.Meter;
import dev.millrace.component.Meter.Counter;
import dev.millrace.component.Meter.Instrument;
import dev.millrace.component.PermanentException;
import dev.millrace.data.Signal;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What an exporter counts for one signal. Any thread may call; nothing is allocated per event but
 * failures.
 *
 * <p>Sent is shown from the start with 0, and so is enqueue failed: that for traces, metrics and
 * logs whatever the exporter's signal is, as dashboards made for the Go collector expect. Send
 * failed shows up with the first failure, as there.
 */
public final class ExporterTelemetry {
  private final Counter sent;
  private final Meter meter;
  private final Instrument sendFailed;
  private final Map<String, String> labels;
  private final Map<Map<String, String>, Counter> failures = new ConcurrentHashMap<>();
  private final Counter enqueueFailed;

  public ExporterTelemetry(ComponentSettings settings, Signal signal) {
    labels = Map.of("exporter", settings.id().toString());
    meter = settings.meter();
    sent = meter.counter(PipelineMetrics.exporterSent(signal), labels);
    sendFailed = PipelineMetrics.exporterSendFailed(signal);
    enqueueFailed = meter.counter(PipelineMetrics.exporterEnqueueFailed(signal), labels);
    meter.counter(PipelineMetrics.exporterEnqueueFailed(Signal.TRACES), labels);
    meter.counter(PipelineMetrics.exporterEnqueueFailed(Signal.METRICS), labels);
    meter.counter(PipelineMetrics.exporterEnqueueFailed(Signal.LOGS), labels);
  }

  /** The destination has these items. */
  public void sent(long items) {
    sent.add(items);
  }

  /** These items could not be sent, and are not tried again. */
  public void sendFailed(long items, ConsumeException failure) {
    Map<String, String> all = labels;
    if (meter.level() == Level.DETAILED) {
      all = new HashMap<>(labels);
      all.put("error.type", failure.errorType());
      all.put("error.permanent", String.valueOf(failure instanceof PermanentException));
    }
    failures.computeIfAbsent(all, key -> meter.counter(sendFailed, key)).add(items);
  }

  /** The sending queue did not take these items. */
  public void enqueueFailed(long items) {
    enqueueFailed.add(items);
  }
}
