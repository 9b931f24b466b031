package dev.millrace.extensions.basicauth;

import dev.millrace.component.ComponentId;
import dev.millrace.component.ComponentSettings;
import dev.millrace.component.ComponentType;
import dev.millrace.component.Extension;
import dev.millrace.component.ExtensionFactory;
import dev.millrace.component.Stability;
import dev.millrace.config.ConfigReader;
import dev.millrace.data.Signal;
import java.util.Map;

/** Makes the {@code basicauth} extension. */
public final class BasicAuthFactory implements ExtensionFactory<BasicAuthConfig> {

  @Override
  public ComponentType type() {
    return ComponentType.of("basicauth");
  }

  @Override
  public Map<Signal, Stability> stability() {
    return Map.of();
  }

  @Override
  public BasicAuthConfig readConfig(ConfigReader in, ComponentId id) {
    return BasicAuthConfig.read(in);
  }

  @Override
  public Extension create(ComponentSettings settings, BasicAuthConfig config) {
    return config.client() != null
        ? new BasicAuthClient(settings, config.client())
        : new BasicAuthServer(settings, config.server());
  }
}
