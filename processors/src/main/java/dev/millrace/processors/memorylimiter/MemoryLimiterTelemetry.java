package dev.millrace.processors.memorylimiter;

import dev.millrace.component.ComponentSettings;
import dev.millrace.component.Level;
import dev.millrace.component.Meter;
import dev.millrace.component.Meter.Counter;
import dev.millrace.component.Meter.Instrument;
import dev.millrace.data.Signal;
import dev.millrace.telemetry.DropTelemetry;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What the processor counts, under the Go collector's names: those of its newest version, and those
 * that dashboards know from the versions before. Any thread may call.
 */
final class MemoryLimiterTelemetry {
  private static final List<String> PREFIXES =
      List.of("otelcol_processor_memory_limiter_", "otelcol_processor_");

  private final List<Counter> accepted;
  private final List<Counter> refused;
  private final DropTelemetry<DropReason> drops;

  MemoryLimiterTelemetry(ComponentSettings settings, Signal signal) {
    accepted =
        counters(
            settings,
            signal,
            "accepted",
            "Number of %s successfully pushed into the next component in the pipeline.");
    refused =
        counters(
            settings,
            signal,
            "refused",
            "Number of %s that were rejected by the next component in the pipeline.");
    drops = new DropTelemetry<>(settings, signal, DropReason.class);
  }

  private static List<Counter> counters(
      ComponentSettings settings, Signal signal, String what, String description) {
    List<Counter> counters = new ArrayList<>();
    for (String prefix : PREFIXES) {
      Instrument instrument = instrument(prefix + what, signal, description);
      Map<String, String> labels = Map.of("processor", settings.id().toString());
      counters.add(settings.meter().counter(instrument, labels));
    }
    return List.copyOf(counters);
  }

  private static Instrument instrument(String name, Signal signal, String description) {
    Meter.Instrument named =
        switch (signal) {
          case TRACES -> of(name + "_spans", "spans", "{span}");
          case METRICS -> of(name + "_metric_points", "metric points", "{datapoint}");
          case LOGS -> of(name + "_log_records", "log records", "{record}");
          case PROFILES -> of(name + "_profile_samples", "profile samples", "{sample}");
        };
    return new Instrument(
        named.name(), description.formatted(named.description()), named.unit(), named.level());
  }

  private static Instrument of(String name, String items, String unit) {
    return new Instrument(name, items, unit, Level.BASIC);
  }

  void accepted(int items) {
    for (int i = 0; i < accepted.size(); i++) {
      accepted.get(i).add(items);
    }
  }

  /** The sender was told to come again. */
  void refused(int items) {
    for (int i = 0; i < refused.size(); i++) {
      refused.get(i).add(items);
    }
    drops.dropped(DropReason.MEMORY_LIMIT, items);
  }

  /** Why items were refused that may come again. */
  enum DropReason {
    MEMORY_LIMIT
  }
}
