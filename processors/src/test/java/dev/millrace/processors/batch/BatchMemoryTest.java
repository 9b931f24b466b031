package dev.millrace.processors.batch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.component.Acceptance;
import dev.millrace.component.ComponentSettings;
import dev.millrace.component.Context;
import dev.millrace.component.Kind;
import dev.millrace.component.Processor;
import dev.millrace.component.RetainedBytes;
import dev.millrace.component.RetryableException;
import dev.millrace.data.Batch;
import dev.millrace.data.Signal;
import dev.millrace.testkit.Batches;
import dev.millrace.testkit.ManualEventLoop;
import dev.millrace.testkit.TestSettings;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What callers were told is taken counts as held until it is somebody else's. */
class BatchMemoryTest {
  private final RetainedBytes memory = RetainedBytes.unlimited();
  private final ManualEventLoop loop = new ManualEventLoop();
  private final OpenConsumer next = new OpenConsumer(Acceptance.VOLATILE);

  @Test
  void held_untilTheLastPieceIsAnswered() throws Exception {
    try (TestSettings settings = new TestSettings()) {
      Processor stage = stage(settings, new BatchConfig(Duration.ofSeconds(1), 4, 4, List.of(), 0));
      stage.start(id -> null).toCompletableFuture().get();
      Batch batch = Batches.spans(6, "s");
      assertThat(stage.consume(batch, Context.EMPTY)).isCompleted();
      assertThat(memory.bytes()).isEqualTo(batch.retainedBytes());
      next.answer(0).complete(null);
      assertThat(memory.bytes()).isEqualTo(batch.retainedBytes());
      loop.advance(Duration.ofSeconds(1));
      next.answer(1).completeExceptionally(new RetryableException("on purpose"));
      assertThat(memory.bytes()).isZero();
      stage.shutdown(Duration.ofSeconds(1)).toCompletableFuture().get();
    }
  }

  private Processor stage(TestSettings settings, BatchConfig config) {
    ComponentSettings given = settings.of(Kind.PROCESSOR, "batch", loop.executor());
    ComponentSettings bounded =
        new ComponentSettings(
            given.id(),
            given.kind(),
            given.signals(),
            given.logger(),
            given.meter(),
            given.eventLoop(),
            given.blocking(),
            given.build(),
            memory);
    return new BatchFactory().create(bounded, config, Signal.TRACES, next);
  }
}
