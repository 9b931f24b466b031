package dev.millrace.extensions.basicauth;

import dev.millrace.component.Component;
import dev.millrace.extensions.Samples;
import dev.millrace.testkit.ComponentContract;
import java.util.Map;

class BasicAuthContractTest extends ComponentContract {
  @Override
  protected Component create() {
    return Samples.create(
        new BasicAuthFactory(), settings, Map.of("htpasswd", Map.of("inline", "a:b")));
  }
}
