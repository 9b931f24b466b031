package dev.millrace.processors.attributes;

import dev.millrace.component.Component;
import dev.millrace.component.Kind;
import dev.millrace.data.Signal;
import dev.millrace.processing.match.MatchConfig;
import dev.millrace.testkit.BatchSink;
import dev.millrace.testkit.ComponentContract;
import java.util.List;

class AttributesContractTest extends ComponentContract {
  @Override
  protected Component create() {
    return new AttributesFactory()
        .create(
            settings.of(Kind.PROCESSOR, "attributes"),
            new AttributesConfig(MatchConfig.ALL, List.of()),
            Signal.LOGS,
            new BatchSink());
  }
}
