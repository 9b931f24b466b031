package dev.millrace.processors.resource;

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

/** Makes the {@code resource} processor. */
public final class ResourceFactory implements ProcessorFactory<ResourceConfig> {

  @Override
  public ComponentType type() {
    return ComponentType.of("resource");
  }

  @Override
  public Map<Signal, Stability> stability() {
    return Map.of(
        Signal.TRACES, Stability.BETA,
        Signal.METRICS, Stability.BETA,
        Signal.LOGS, Stability.BETA,
        Signal.PROFILES, Stability.DEVELOPMENT);
  }

  @Override
  public ResourceConfig readConfig(ConfigReader in, ComponentId id) {
    return ResourceConfig.read(in);
  }

  @Override
  public Processor create(
      ComponentSettings settings, ResourceConfig config, Signal signal, Consumer next) {
    return new ResourceStage(settings, config, next);
  }
}
