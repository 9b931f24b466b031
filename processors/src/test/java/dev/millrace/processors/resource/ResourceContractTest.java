package dev.millrace.processors.resource;

import dev.millrace.component.Component;
import dev.millrace.component.Kind;
import dev.millrace.data.Signal;
import dev.millrace.testkit.BatchSink;
import dev.millrace.testkit.ComponentContract;
import java.util.List;

class ResourceContractTest extends ComponentContract {
  @Override
  protected Component create() {
    return new ResourceFactory()
        .create(
            settings.of(Kind.PROCESSOR, "resource"),
            new ResourceConfig(List.of()),
            Signal.LOGS,
            new BatchSink());
  }
}
