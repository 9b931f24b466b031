package dev.millrace.telemetry;

import dev.millrace.component.Level;
import dev.millrace.component.Meter;
import dev.millrace.component.Meter.Instrument;
import dev.millrace.component.RetainedBytes;
import java.util.List;
import java.util.Map;

/** What the process keeps of telemetry, and how much it may keep. */
public final class MemoryMetrics {
  private static final Instrument RETAINED =
      new Instrument(
          "otelcol_memory_retained_bytes",
          "Bytes of telemetry that came and are not delivered yet",
          "By",
          Level.BASIC);
  private static final Instrument LIMIT =
      new Instrument(
          "otelcol_memory_retained_limit_bytes",
          "Most bytes of telemetry that are kept; beyond, senders are refused for a while",
          "By",
          Level.BASIC);

  private MemoryMetrics() {}

  /** Registers them. */
  public static void register(Meter meter, RetainedBytes memory) {
    meter.gauge(RETAINED, Map.of(), memory::bytes);
    meter.gauge(LIMIT, Map.of(), memory::limitBytes);
  }

  /** All of them, for documentation. */
  static List<Instrument> all() {
    return List.of(RETAINED, LIMIT);
  }
}
