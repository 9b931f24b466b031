package dev.millrace.extensions.headerssetter;

import dev.millrace.component.Component;
import dev.millrace.extensions.Samples;
import dev.millrace.testkit.ComponentContract;
import java.util.List;
import java.util.Map;

class HeadersSetterContractTest extends ComponentContract {
  @Override
  protected Component create() {
    return Samples.create(
        new HeadersSetterFactory(),
        settings,
        Map.of("headers", List.of(Map.of("key", "k", "value", "v"))));
  }
}
