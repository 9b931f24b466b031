package dev.millrace.extensions.oauth2client;

import dev.millrace.component.ComponentId;
import dev.millrace.component.ComponentSettings;
import dev.millrace.component.ComponentType;
import dev.millrace.component.Extension;
import dev.millrace.component.ExtensionFactory;
import dev.millrace.component.Stability;
import dev.millrace.config.ConfigReader;
import dev.millrace.data.Signal;
import java.util.Map;

/** Makes the {@code oauth2client} extension. */
public final class Oauth2ClientFactory implements ExtensionFactory<Oauth2ClientConfig> {

  @Override
  public ComponentType type() {
    return ComponentType.of("oauth2client");
  }

  @Override
  public Map<Signal, Stability> stability() {
    return Map.of();
  }

  @Override
  public Oauth2ClientConfig readConfig(ConfigReader in, ComponentId id) {
    return Oauth2ClientConfig.read(in);
  }

  @Override
  public Extension create(ComponentSettings settings, Oauth2ClientConfig config) {
    return new Oauth2Client(settings, config);
  }
}
