package dev.millrace.extensions.memorylimiter;

import dev.millrace.component.ComponentId;
import dev.millrace.component.ComponentSettings;
import dev.millrace.component.ComponentType;
import dev.millrace.component.Extension;
import dev.millrace.component.ExtensionFactory;
import dev.millrace.component.Stability;
import dev.millrace.component.memory.MemoryLimiter;
import dev.millrace.component.memory.MemoryLimiterConfig;
import dev.millrace.config.ConfigReader;
import dev.millrace.data.Signal;
import java.util.Map;

/** Makes the {@code memory_limiter} extension. */
public final class MemoryLimiterFactory implements ExtensionFactory<MemoryLimiterConfig> {

  @Override
  public ComponentType type() {
    return ComponentType.of("memory_limiter");
  }

  @Override
  public Map<Signal, Stability> stability() {
    return Map.of();
  }

  @Override
  public MemoryLimiterConfig readConfig(ConfigReader in, ComponentId id) {
    return MemoryLimiterConfig.read(in);
  }

  @Override
  public Extension create(ComponentSettings settings, MemoryLimiterConfig config) {
    return new MemoryLimiterExtension(new MemoryLimiter(config, settings));
  }
}
