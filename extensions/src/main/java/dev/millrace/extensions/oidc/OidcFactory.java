package dev.millrace.extensions.oidc;

import dev.millrace.component.ComponentId;
import dev.millrace.component.ComponentSettings;
import dev.millrace.component.ComponentType;
import dev.millrace.component.Extension;
import dev.millrace.component.ExtensionFactory;
import dev.millrace.component.Stability;
import dev.millrace.config.ConfigReader;
import dev.millrace.data.Signal;
import java.util.Map;

/** Makes the {@code oidc} extension. */
public final class OidcFactory implements ExtensionFactory<OidcConfig> {

  @Override
  public ComponentType type() {
    return ComponentType.of("oidc");
  }

  @Override
  public Map<Signal, Stability> stability() {
    return Map.of();
  }

  @Override
  public OidcConfig readConfig(ConfigReader in, ComponentId id) {
    return OidcConfig.read(in);
  }

  @Override
  public Extension create(ComponentSettings settings, OidcConfig config) {
    return new Oidc(settings, config);
  }
}
