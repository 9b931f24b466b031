package dev.millrace.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.component.Acceptance;
import dev.millrace.component.Consumer;
import dev.millrace.component.Context;
import dev.millrace.component.PartialException;
import dev.millrace.component.PermanentException;
import dev.millrace.component.RetryableException;
import dev.millrace.data.Batch;
import dev.millrace.data.Signal;
import dev.millrace.data.Slice;
import dev.millrace.testkit.BatchSink;
import dev.millrace.testkit.FailingConsumer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.Test;

class FanOutTest {
  private static final Batch BATCH =
      Batch.of(Signal.LOGS, List.of(new Batch.Part(Slice.of(new byte[3]), 5)));

  private final LongAdder repeatable = new LongAdder();

  @Test
  void consume_isTakenWhenAllBranchesTook() {
    BatchSink one = new BatchSink();
    BatchSink two = new BatchSink();
    assertThat(outcome(one, two)).isNull();
    assertThat(one.itemCount()).isEqualTo(5);
    assertThat(two.itemCount()).isEqualTo(5);
  }

  @Test
  void consume_offersToTheOthersWhenOneFails() {
    BatchSink taker = new BatchSink();
    PermanentException no = new PermanentException("no", null);
    assertThat(outcome(new FailingConsumer(no), taker)).isSameAs(no);
    assertThat(taker.itemCount()).isEqualTo(5);
    assertThat(repeatable.sum()).isZero();
  }

  @Test
  void consume_isRetryableWhenAnyIs_withTheLongestDelay() {
    RetryableException soon = new RetryableException("soon");
    RetryableException later = new RetryableException("later", Duration.ofSeconds(3), null);
    Throwable failure =
        outcome(
            new FailingConsumer(new PermanentException("no", null)),
            new FailingConsumer(soon),
            new FailingConsumer(later),
            new BatchSink());
    assertThat(failure).isSameAs(later);
    assertThat(repeatable.sum()).isEqualTo(5);
  }

  @Test
  void consume_reportsTheLargestPartialRejection() {
    PartialException more = new PartialException(3, "three");
    assertThat(
            outcome(
                new FailingConsumer(new PartialException(1, "one")),
                new FailingConsumer(more),
                new BatchSink()))
        .isSameAs(more);
  }

  @Test
  void consume_turnsAThrowIntoAPermanentFailure() {
    Consumer broken =
        new Consumer() {
          @Override
          public CompletionStage<Void> consume(Batch batch, Context context) {
            throw new IllegalStateException("bug");
          }

          @Override
          public Acceptance acceptance() {
            return Acceptance.VOLATILE;
          }
        };
    BatchSink taker = new BatchSink();
    assertThat(outcome(broken, taker)).isInstanceOf(PermanentException.class);
    assertThat(taker.itemCount()).isEqualTo(5);
  }

  @Test
  void consume_doesNotDelayABranchBehindASlowOne() {
    CompletableFuture<Void> slow = new CompletableFuture<>();
    Consumer pending =
        new Consumer() {
          @Override
          public CompletionStage<Void> consume(Batch batch, Context context) {
            return slow;
          }

          @Override
          public Acceptance acceptance() {
            return Acceptance.VOLATILE;
          }
        };
    BatchSink taker = new BatchSink();
    CompletableFuture<Void> answer =
        fanOut(pending, taker).consume(BATCH, Context.EMPTY).toCompletableFuture();
    assertThat(taker.itemCount()).isEqualTo(5);
    assertThat(answer).isNotDone();
    slow.complete(null);
    assertThat(answer).isCompleted();
  }

  @Test
  void reusesCompressed_whenAnyBranchDoes() {
    assertThat(fanOut(new BatchSink(), new BatchSink().reusing()).reusesCompressed()).isTrue();
    assertThat(fanOut(new BatchSink(), new BatchSink()).reusesCompressed()).isFalse();
    assertThat(new Edge("a", "b").reusesCompressed()).isFalse();
  }

  @Test
  void edge_countsOutcomes() {
    Edge edge = new Edge("a", "b");
    assertThat(failure(edge.consume(BATCH, Context.EMPTY))).isInstanceOf(RetryableException.class);
    edge.point(new FailingConsumer(new PartialException(2, "two")));
    assertThat(failure(edge.consume(BATCH, Context.EMPTY))).isInstanceOf(PartialException.class);
    edge.point(new BatchSink());
    assertThat(failure(edge.consume(BATCH, Context.EMPTY))).isNull();
    edge.point(new FailingConsumer(new PermanentException("no", null)));
    assertThat(failure(edge.consume(BATCH, Context.EMPTY))).isInstanceOf(PermanentException.class);
    assertThat(edge.offeredItems()).isEqualTo(20);
    assertThat(edge.takenItems()).isEqualTo(8);
    assertThat(edge.retryableItems()).isEqualTo(5);
    assertThat(edge.droppedItems()).isEqualTo(7);
  }

  private FanOut fanOut(Consumer... consumers) {
    List<Edge> branches = new ArrayList<>();
    for (Consumer consumer : consumers) {
      Edge edge = new Edge("test", "branch");
      edge.point(consumer);
      branches.add(edge);
    }
    FanOut fanOut = new FanOut(repeatable);
    fanOut.point(branches);
    return fanOut;
  }

  private Throwable outcome(Consumer... consumers) {
    return failure(fanOut(consumers).consume(BATCH, Context.EMPTY));
  }

  private static Throwable failure(CompletionStage<Void> stage) {
    try {
      stage.toCompletableFuture().join();
      return null;
    } catch (java.util.concurrent.CompletionException e) {
      return e.getCause();
    }
  }
}
