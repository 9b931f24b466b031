package dev.millrace.processors.queuebatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.component.Acceptance;
import dev.millrace.component.ComponentId;
import dev.millrace.component.Consumer;
import dev.millrace.component.Context;
import dev.millrace.component.Kind;
import dev.millrace.component.PermanentException;
import dev.millrace.component.Processor;
import dev.millrace.config.ConfigReader;
import dev.millrace.config.Problems;
import dev.millrace.data.Batch;
import dev.millrace.data.Signal;
import dev.millrace.export.QueueConfig;
import dev.millrace.testkit.Batches;
import dev.millrace.testkit.ConfigText;
import dev.millrace.testkit.ManualEventLoop;
import dev.millrace.testkit.TestSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class QueueBatchStageTest {
  private final TestSettings settings = new TestSettings();
  private final ManualEventLoop loop = new ManualEventLoop();
  private final Slow next = new Slow();

  @AfterEach
  void closeSettings() {
    settings.close();
  }

  @Test
  void read_hasTheReferencesDefaults() {
    assertThat(read(Map.of())).isEqualTo(QueueBatchFactory.DEFAULTS);
    assertThat(
            read(
                Map.of(
                    "num_consumers",
                    1,
                    "sizer",
                    "requests",
                    "queue_size",
                    10,
                    "block_on_overflow",
                    true,
                    "wait_for_result",
                    false,
                    "batch",
                    Map.of(
                        "enabled",
                        true,
                        "sizer",
                        "items",
                        "min_size",
                        8192,
                        "flush_timeout",
                        "200ms"))))
        .isEqualTo(QueueBatchFactory.DEFAULTS);
    assertThat(read(Map.of("batch", Map.of("enabled", false))).batch()).isNull();
  }

  @Test
  void consume_answersAtOnceAndSendsWhenTheTimeIsOver() {
    Processor processor = started(Map.of());
    assertThat(processor.consume(Batches.logs(3), Context.EMPTY)).isCompleted();
    assertThat(processor.consume(Batches.logs(4), Context.EMPTY)).isCompleted();
    assertThat(next.batches).isEmpty();
    loop.advance(Duration.ofMillis(200));
    assertThat(next.batches).extracting(Batch::itemCount).containsExactly(7);
  }

  @Test
  void consume_sendsFullBatchesOneAtATime() {
    Processor processor = started(Map.of("batch", Map.of("min_size", 5, "max_size", 5)));
    processor.consume(Batches.logs(10), Context.EMPTY);
    assertThat(next.batches).hasSize(1);
    next.answers.get(0).complete(null);
    assertThat(next.batches).extracting(Batch::itemCount).containsExactly(5, 5);
  }

  @Test
  void consume_holdsSendersBackWhileTheQueueIsFull() {
    Processor processor = started(Map.of("queue_size", 1, "batch", Map.of("enabled", false)));
    assertThat(processor.consume(Batches.logs(1), Context.EMPTY)).isCompleted();
    CompletableFuture<Void> second =
        processor.consume(Batches.logs(2), Context.EMPTY).toCompletableFuture();
    assertThat(second).isNotDone();
    next.answers.get(0).complete(null);
    assertThat(second).isCompleted();
    assertThat(next.batches).extracting(Batch::itemCount).containsExactly(1, 2);
  }

  @Test
  void consume_passesTheResultBackWhenAsked() {
    Processor processor =
        started(Map.of("wait_for_result", true, "batch", Map.of("enabled", false)));
    assertThat(processor.acceptance()).isEqualTo(Acceptance.DURABLE);
    CompletableFuture<Void> answer =
        processor.consume(Batches.logs(1), Context.EMPTY).toCompletableFuture();
    assertThat(answer).isNotDone();
    next.answers.get(0).completeExceptionally(new PermanentException("no", null));
    assertThat(answer).isCompletedExceptionally();
  }

  @Test
  void acceptance_ofAQueueInMemoryIsVolatile() {
    assertThat(started(Map.of()).acceptance()).isEqualTo(Acceptance.VOLATILE);
  }

  @Test
  void shutdown_sendsOnWhatWaits() {
    Processor processor = started(Map.of());
    processor.consume(Batches.logs(3), Context.EMPTY);
    CompletableFuture<Void> stopped =
        processor.shutdown(Duration.ofSeconds(10)).toCompletableFuture();
    assertThat(next.batches).hasSize(1);
    assertThat(stopped).isNotDone();
    next.answers.get(0).complete(null);
    assertThat(stopped).isCompleted();
  }

  @Test
  void shutdown_leavesHalfOfTheGraceToOthers() {
    Processor processor = started(Map.of());
    processor.consume(Batches.logs(3), Context.EMPTY);
    CompletableFuture<Void> stopped =
        processor.shutdown(Duration.ofSeconds(10)).toCompletableFuture();
    loop.advance(Duration.ofSeconds(5));
    assertThat(stopped).isCompleted();
    assertThat(
            settings
                .meter()
                .value(
                    "otelcol_pipeline_dropped_items{otelcol.component.id=queuebatch,"
                        + "otelcol.component.kind=processor,otelcol.signal=logs,reason=shutdown}"))
        .isEqualTo(3);
  }

  private QueueConfig read(Map<String, ?> keys) {
    Problems problems = new Problems();
    ConfigReader in = new ConfigReader(ConfigText.map(keys), "processors::queuebatch", problems);
    QueueConfig config = new QueueBatchFactory().readConfig(in, ComponentId.parse("queuebatch"));
    in.finish();
    assertThat(problems.errors()).isEmpty();
    return config;
  }

  private Processor started(Map<String, ?> keys) {
    Processor processor =
        new QueueBatchFactory()
            .create(
                settings.of(Kind.PROCESSOR, "queuebatch", loop.executor()),
                read(keys),
                Signal.LOGS,
                next);
    assertThat(processor.start(id -> null)).isCompleted();
    return processor;
  }

  /** Answers when the test says so. */
  private static final class Slow implements Consumer {
    final List<Batch> batches = new ArrayList<>();
    final List<CompletableFuture<Void>> answers = new ArrayList<>();

    @Override
    public CompletionStage<Void> consume(Batch batch, Context context) {
      batches.add(batch);
      answers.add(new CompletableFuture<>());
      return answers.get(answers.size() - 1);
    }

    @Override
    public Acceptance acceptance() {
      return Acceptance.DURABLE;
    }
  }
}
