package dev.millrace.processors.attributes;

import dev.millrace.component.ComponentId;
import dev.millrace.component.ComponentSettings;
import dev.millrace.component.ComponentType;
import dev.millrace.component.Consumer;
import dev.millrace.component.Processor;
import dev.millrace.component.ProcessorFactory;
import dev.millrace.component.Stability;
import dev.millrace.config.ConfigReader;
import dev.millrace.data.Signal;
import java.util.Map;

/** Makes the {@code attributes} processor. */
public final class AttributesFactory implements ProcessorFactory<AttributesConfig> {

  @Override
  public ComponentType type() {
    return ComponentType.of("attributes");
  }

  @Override
  public Map<Signal, Stability> stability() {
    return Map.of(
        Signal.TRACES, Stability.BETA,
        Signal.METRICS, Stability.BETA,
        Signal.LOGS, Stability.BETA);
  }

  @Override
  public AttributesConfig readConfig(ConfigReader in, ComponentId id) {
    return AttributesConfig.read(in);
  }

  @Override
  public Processor create(
      ComponentSettings settings, AttributesConfig config, Signal signal, Consumer next) {
    return new AttributesStage(settings, config, signal, next);
  }
}
