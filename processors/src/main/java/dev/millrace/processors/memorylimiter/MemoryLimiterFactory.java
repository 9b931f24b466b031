package dev.millrace.processors.memorylimiter;

import dev.millrace.component.ComponentId;
import dev.millrace.component.ComponentSettings;
import dev.millrace.component.ComponentType;
import dev.millrace.component.Consumer;
import dev.millrace.component.Processor;
import dev.millrace.component.ProcessorFactory;
import dev.millrace.component.Stability;
import dev.millrace.component.memory.MemoryLimiter;
import dev.millrace.component.memory.MemoryLimiterConfig;
import dev.millrace.config.ConfigReader;
import dev.millrace.data.Signal;
import java.util.Map;

/** Makes the {@code memory_limiter} processor. */
public final class MemoryLimiterFactory implements ProcessorFactory<MemoryLimiterConfig> {

  @Override
  public ComponentType type() {
    return ComponentType.of("memory_limiter");
  }

  @Override
  public Map<Signal, Stability> stability() {
    return Map.of(
        Signal.TRACES, Stability.BETA,
        Signal.METRICS, Stability.BETA,
        Signal.LOGS, Stability.BETA,
        Signal.PROFILES, Stability.ALPHA);
  }

  @Override
  public MemoryLimiterConfig readConfig(ConfigReader in, ComponentId id) {
    return MemoryLimiterConfig.read(in);
  }

  @Override
  public Processor create(
      ComponentSettings settings, MemoryLimiterConfig config, Signal signal, Consumer next) {
    return new MemoryLimiterStage(
        new MemoryLimiter(config, settings), new MemoryLimiterTelemetry(settings, signal), next);
  }
}
