package dev.millrace.processors.queuebatch;

import dev.millrace.component.Component;
import dev.millrace.component.Kind;
import dev.millrace.data.Signal;
import dev.millrace.testkit.BatchSink;
import dev.millrace.testkit.ComponentContract;

class QueueBatchContractTest extends ComponentContract {
  @Override
  protected Component create() {
    return new QueueBatchFactory()
        .create(
            settings.of(Kind.PROCESSOR, "queuebatch"),
            QueueBatchFactory.DEFAULTS,
            Signal.LOGS,
            new BatchSink());
  }
}
