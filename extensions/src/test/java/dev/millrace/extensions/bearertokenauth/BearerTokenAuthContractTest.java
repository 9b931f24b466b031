package dev.millrace.extensions.bearertokenauth;

import dev.millrace.component.Component;
import dev.millrace.extensions.Samples;
import dev.millrace.testkit.ComponentContract;
import java.util.Map;

class BearerTokenAuthContractTest extends ComponentContract {
  @Override
  protected Component create() {
    return Samples.create(new BearerTokenAuthFactory(), settings, Map.of("token", "t"));
  }
}
