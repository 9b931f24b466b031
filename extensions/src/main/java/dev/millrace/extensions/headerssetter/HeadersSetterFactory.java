package dev.millrace.extensions.headerssetter;

import dev.millrace.component.ComponentId;
import dev.millrace.component.ComponentSettings;
import dev.millrace.component.ComponentType;
import dev.millrace.component.Extension;
import dev.millrace.component.ExtensionFactory;
import dev.millrace.component.Stability;
import dev.millrace.config.ConfigReader;
import dev.millrace.data.Signal;
import java.util.Map;

/** Makes the {@code headers_setter} extension. */
public final class HeadersSetterFactory implements ExtensionFactory<HeadersSetterConfig> {

  @Override
  public ComponentType type() {
    return ComponentType.of("headers_setter");
  }

  @Override
  public Map<Signal, Stability> stability() {
    return Map.of();
  }

  @Override
  public HeadersSetterConfig readConfig(ConfigReader in, ComponentId id) {
    return HeadersSetterConfig.read(in);
  }

  @Override
  public Extension create(ComponentSettings settings, HeadersSetterConfig config) {
    return new HeadersSetter(settings, config);
  }
}
