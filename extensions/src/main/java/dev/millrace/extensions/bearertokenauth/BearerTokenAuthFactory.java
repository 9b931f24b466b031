package dev.millrace.extensions.bearertokenauth;

import dev.millrace.component.ComponentId;
import dev.millrace.component.ComponentSettings;
import dev.millrace.component.ComponentType;
import dev.millrace.component.Extension;
import dev.millrace.component.ExtensionFactory;
import dev.millrace.component.Stability;
import dev.millrace.config.ConfigReader;
import dev.millrace.data.Signal;
import java.util.Map;

/** Makes the {@code bearertokenauth} extension. */
public final class BearerTokenAuthFactory implements ExtensionFactory<BearerTokenAuthConfig> {

  @Override
  public ComponentType type() {
    return ComponentType.of("bearertokenauth");
  }

  @Override
  public Map<Signal, Stability> stability() {
    return Map.of();
  }

  @Override
  public BearerTokenAuthConfig readConfig(ConfigReader in, ComponentId id) {
    return BearerTokenAuthConfig.read(in);
  }

  @Override
  public Extension create(ComponentSettings settings, BearerTokenAuthConfig config) {
    return new BearerTokenAuth(settings, config);
  }
}
