package dev.millrace.processors.memorylimiter;

import dev.millrace.component.Component;
import dev.millrace.component.Kind;
import dev.millrace.data.Signal;
import dev.millrace.testkit.BatchSink;
import dev.millrace.testkit.ComponentContract;
import java.util.Map;

class MemoryLimiterContractTest extends ComponentContract {
  @Override
  protected Component create() {
    return new MemoryLimiterFactory()
        .create(
            settings.of(Kind.PROCESSOR, "memory_limiter"),
            MemoryLimiterConfigTest.config(Map.of("check_interval", "1s", "limit_mib", 100)),
            Signal.LOGS,
            new BatchSink());
  }
}
