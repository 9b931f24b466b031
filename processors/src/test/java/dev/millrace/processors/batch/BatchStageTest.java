package dev.millrace.processors.batch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.component.Acceptance;
import dev.millrace.component.Consumer;
import dev.millrace.component.Context;
import dev.millrace.component.Kind;
import dev.millrace.component.PermanentException;
import dev.millrace.component.Processor;
import dev.millrace.component.RetryableException;
import dev.millrace.data.Batch;
import dev.millrace.data.Batch.Part;
import dev.millrace.data.Packed;
import dev.millrace.data.Signal;
import dev.millrace.testkit.BatchSink;
import dev.millrace.testkit.Batches;
import dev.millrace.testkit.FailingConsumer;
import dev.millrace.testkit.ManualEventLoop;
import dev.millrace.testkit.TestSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BatchStageTest {
  private static final Duration TIMEOUT = Duration.ofMillis(200);

  private final TestSettings settings = new TestSettings();
  private final ManualEventLoop loop = new ManualEventLoop();
  private final BatchSink sink = new BatchSink();

  @AfterEach
  void closeSettings() {
    settings.close();
  }

  @Test
  void consume_sendsWhenFull() {
    Processor batch = started(config(20, 0), sink);
    for (int i = 0; i < 100; i++) {
      assertThat(offer(batch, Batches.logs(5))).isCompleted();
    }
    assertThat(sizes()).hasSize(25).containsOnly(20);
    assertThat(count("otelcol_processor_batch_batch_size_trigger_send")).isEqualTo(25);
    assertThat(count("otelcol_processor_batch_batch_send_size")).isEqualTo(25);
    assertThat(count("otelcol_processor_batch_timeout_trigger_send")).isZero();
  }

  @Test
  void consume_sendsWhenTheTimeIsOver() {
    Processor batch = started(config(20, 0), sink);
    offer(batch, Batches.logs(5));
    loop.advance(Duration.ofMillis(100));
    offer(batch, Batches.logs(6));
    loop.advance(Duration.ofMillis(99));
    assertThat(sizes()).isEmpty();
    loop.advance(Duration.ofMillis(1));
    assertThat(sizes()).containsExactly(11);
    assertThat(count("otelcol_processor_batch_timeout_trigger_send")).isEqualTo(1);
    offer(batch, Batches.logs(1));
    loop.advance(TIMEOUT);
    assertThat(sizes()).containsExactly(11, 1);
  }

  @Test
  void consume_cutsToTheGreatestSizeAndKeepsTheRest() {
    Processor batch = started(config(128, 130), Signal.TRACES, sink);
    for (int i = 0; i < 1000; i++) {
      offer(batch, Batches.spans(150, "s"));
    }
    offer(batch, Batch.empty(Signal.TRACES));
    assertThat(sizes()).allMatch(size -> size <= 130);
    loop.advance(TIMEOUT);
    List<Integer> sizes = sizes();
    assertThat(sizes.subList(0, sizes.size() - 1)).containsOnly(130);
    assertThat(sink.itemCount()).isEqualTo(150_000);
  }

  @Test
  void consume_cutsInsideAMetric() {
    Processor batch = started(config(99, 99), Signal.METRICS, sink);
    offer(batch, Batches.gauges(50, 2));
    assertThat(sizes()).containsExactly(99);
    loop.advance(TIMEOUT);
    assertThat(sizes()).containsExactly(99, 1);
  }

  @Test
  void consume_passesOnAtOnceWithoutSizeAndTime() {
    Processor batch = started(new BatchConfig(Duration.ZERO, 0, 0, List.of(), 1000), sink);
    for (int size : new int[] {10, 11, 12, 13, 14}) {
      offer(batch, Batches.logs(size));
    }
    assertThat(sizes()).containsExactly(10, 11, 12, 13, 14);
  }

  @Test
  void consume_cutsOnlyWithoutSizeAndTime() {
    Processor batch = started(new BatchConfig(Duration.ZERO, 0, 10, List.of(), 1000), sink);
    for (int i = 0; i < 5; i++) {
      offer(batch, Batches.logs(100));
    }
    assertThat(sizes()).hasSize(50).containsOnly(10);
  }

  @Test
  void consume_keepsSendersApartByTheirMetadata() {
    Processor batch = started(new BatchConfig(TIMEOUT, 10, 0, List.of("tenant"), 2), sink);
    batch.consume(Batches.logs(6), context("red"));
    batch.consume(Batches.logs(7), context("blue"));
    batch.consume(Batches.logs(5), context("red"));
    assertThat(sizes()).containsExactly(11);
    assertThat(sink.contexts().get(0))
        .isEqualTo(new Context(Map.of("tenant", List.of("red")), Map.of(), null));
    assertThat(count("otelcol_processor_batch_metadata_cardinality")).isEqualTo(2);
    assertThat(failure(batch.consume(Batches.logs(4), Context.EMPTY).toCompletableFuture()))
        .isInstanceOf(PermanentException.class)
        .hasMessage("too many batcher metadata-value combinations");
    assertThat(dropped("permanent:metadata_cardinality")).isEqualTo(4);
  }

  @Test
  void consume_keepsCompressedForms_forWhoSendsThemOn() {
    assertThat(started(config(10, 0), sink).reusesCompressed()).isFalse();
    Processor batch = started(config(10, 0), sink.reusing());
    assertThat(batch.reusesCompressed()).isTrue();
    Packed packed = new Packed("gzip", new byte[] {1});
    for (int i = 0; i < 2; i++) {
      Part part = Batches.logs(5).parts().get(0);
      Part kept = new Part(part.bytes(), part.itemCount(), packed);
      offer(batch, Batch.of(Signal.LOGS, List.of(kept)));
    }
    assertThat(sink.batches()).hasSize(1);
    assertThat(sink.batches().get(0).parts()).hasSize(2).allMatch(part -> part.packed() == packed);
  }

  @Test
  void consume_answersBeforeAVolatileNeighbourDoes() {
    OpenConsumer next = new OpenConsumer(Acceptance.VOLATILE);
    Processor batch = started(config(10, 0), next);
    assertThat(batch.acceptance()).isEqualTo(Acceptance.VOLATILE);
    assertThat(offer(batch, Batches.logs(10))).isCompleted();
    assertThat(next.answer(0)).isNotDone();
  }

  @Test
  void consume_survivesANeighbourThatFails() {
    FailingConsumer next = new FailingConsumer(new RetryableException("full"));
    Processor batch = started(config(1, 0), next);
    for (int i = 0; i < 50; i++) {
      assertThat(offer(batch, Batches.logs(1))).isCompleted();
    }
    assertThat(next.offered()).isEqualTo(50);
    assertThat(count("otelcol_processor_batch_batch_send_size")).isZero();
  }

  @Test
  void consume_makesCallersWaitThenRefusesThem() {
    OpenConsumer next = new OpenConsumer(Acceptance.VOLATILE);
    Processor batch = started(config(10, 0), next);
    for (int i = 0; i <= EarlyAnswer.MAX_SENDS; i++) {
      assertThat(offer(batch, Batches.logs(10))).isCompleted();
    }
    assertThat(next.sizes()).hasSize(EarlyAnswer.MAX_SENDS);
    CompletableFuture<Void> first = offer(batch, Batches.logs(3));
    CompletableFuture<Void> second = offer(batch, Batches.logs(3));
    assertThat(first).isNotDone();
    next.answer(0).complete(null);
    assertThat(first).isCompleted();
    assertThat(second).isCompleted();
    assertThat(next.sizes()).hasSize(EarlyAnswer.MAX_SENDS + 1);

    offer(batch, Batches.logs(10));
    CompletableFuture<Void> late = offer(batch, Batches.logs(7));
    assertThat(late).isNotDone();
    loop.advance(Duration.ofSeconds(WaitingCallers.MAX_SECONDS));
    assertThat(failure(late)).isInstanceOf(RetryableException.class);
    assertThat(dropped("backpressure")).isEqualTo(7);
  }

  @Test
  void consume_letsNoMoreCallersWaitThanTheBound() {
    OpenConsumer next = new OpenConsumer(Acceptance.VOLATILE);
    Processor batch = started(config(1, 0), next);
    List<CompletableFuture<Void>> answers = new ArrayList<>();
    for (int i = 0; i < EarlyAnswer.MAX_SENDS + 1 + WaitingCallers.MAX_CALLERS; i++) {
      answers.add(offer(batch, Batches.logs(1)));
    }
    assertThat(answers.get(answers.size() - 1)).isNotDone();
    assertThat(failure(offer(batch, Batches.logs(1)))).isInstanceOf(RetryableException.class);
    for (int i = 0; i < answers.size(); i++) {
      next.answer(i).complete(null);
    }
    assertThat(answers).allMatch(CompletableFuture::isDone);
    assertThat(next.sizes()).hasSize(answers.size());
  }

  @Test
  void consume_answersWithTheAppendOfADurableNeighbour() {
    OpenConsumer next = new OpenConsumer(Acceptance.DURABLE);
    Processor batch = started(config(8192, 0), next);
    assertThat(batch.acceptance()).isEqualTo(Acceptance.DURABLE);
    CompletableFuture<Void> first = offer(batch, Batches.logs(1));
    assertThat(next.sizes()).as("nobody sits out the time-out").containsExactly(1);
    CompletableFuture<Void> second = offer(batch, Batches.logs(2));
    CompletableFuture<Void> third = offer(batch, Batches.logs(3));
    assertThat(next.sizes()).as("one append at a time").containsExactly(1);
    assertThat(first).isNotDone();
    next.answer(0).complete(null);
    assertThat(first).isCompleted();
    assertThat(next.sizes()).containsExactly(1, 5);
    RetryableException full = new RetryableException("disk is full");
    next.answer(1).completeExceptionally(full);
    assertThat(failure(second)).isSameAs(full);
    assertThat(failure(third)).isSameAs(full);
    offer(batch, Batches.logs(4));
    assertThat(next.sizes()).containsExactly(1, 5, 4);
  }

  @Test
  void consume_boundsWhatWaitsForAnAppend() {
    Processor batch = started(config(8192, 0), new OpenConsumer(Acceptance.DURABLE));
    offer(batch, Batches.logs(1));
    offer(batch, Batches.logs(GroupCommit.MAX_ITEMS));
    assertThat(failure(offer(batch, Batches.logs(1)))).isInstanceOf(RetryableException.class);
  }

  @Test
  void shutdown_sendsWhatWaits() {
    Processor batch = started(config(20, 0), sink);
    offer(batch, Batches.logs(5));
    assertThat(batch.shutdown(Duration.ofSeconds(10))).isCompleted();
    assertThat(sizes()).containsExactly(5);
    assertThat(failure(offer(batch, Batches.logs(1)))).isInstanceOf(RetryableException.class);
  }

  @Test
  void shutdown_handsEverythingOnAndWaitsHalfOfTheGrace() {
    OpenConsumer next = new OpenConsumer(Acceptance.VOLATILE);
    Processor batch = started(config(10, 0), next);
    for (int i = 0; i <= EarlyAnswer.MAX_SENDS; i++) {
      offer(batch, Batches.logs(10));
    }
    CompletableFuture<Void> waiting = offer(batch, Batches.logs(1));
    CompletableFuture<Void> stopped = batch.shutdown(Duration.ofSeconds(10)).toCompletableFuture();
    assertThat(failure(waiting)).isInstanceOf(RetryableException.class);
    assertThat(next.sizes()).hasSize(EarlyAnswer.MAX_SENDS + 1);
    assertThat(stopped).isNotDone();
    loop.advance(Duration.ofSeconds(5));
    assertThat(stopped).isCompleted();
  }

  private static BatchConfig config(int size, int max) {
    return new BatchConfig(TIMEOUT, size, max, List.of(), 1000);
  }

  private static Context context(String tenant) {
    return new Context(
        Map.of("tenant", List.of(tenant), "other", List.of("x")), Map.of("user", "u"), "1.2.3.4");
  }

  private Processor started(BatchConfig config, Consumer next) {
    return started(config, Signal.LOGS, next);
  }

  private Processor started(BatchConfig config, Signal signal, Consumer next) {
    Processor batch =
        new BatchFactory()
            .create(settings.of(Kind.PROCESSOR, "batch", loop.executor()), config, signal, next);
    assertThat(batch.start(id -> null)).isCompleted();
    return batch;
  }

  private static CompletableFuture<Void> offer(Processor batch, Batch request) {
    return batch.consume(request, Context.EMPTY).toCompletableFuture();
  }

  private static Throwable failure(CompletableFuture<Void> answer) {
    assertThat(answer).isCompletedExceptionally();
    return answer.handle((done, failure) -> failure).join();
  }

  private List<Integer> sizes() {
    return sink.batches().stream().map(Batch::itemCount).toList();
  }

  private double count(String name) {
    return settings.meter().value(name + "{processor=batch}");
  }

  private double dropped(String reason) {
    return settings
        .meter()
        .value(
            "otelcol_pipeline_dropped_items{otelcol.component.id=batch,"
                + "otelcol.component.kind=processor,otelcol.signal=logs,reason="
                + reason
                + "}");
  }
}
