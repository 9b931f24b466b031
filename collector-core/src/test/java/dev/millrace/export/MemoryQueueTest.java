package dev.millrace.export;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.component.Context;
import dev.millrace.component.RetainedBytes;
import dev.millrace.component.RetryableException;
import dev.millrace.data.Batch;
import dev.millrace.testkit.Batches;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;

class MemoryQueueTest {
  private final Batch batch = Batches.spans(3, "s");
  private final RetainedBytes memory = new RetainedBytes(2 * batch.retainedBytes());
  private final MemoryQueue queue = new MemoryQueue(QueueConfig.DEFAULTS, memory);

  @Test
  void offer_holdsWhatItKeepsUntilItIsSettled() {
    assertThat(failure(offer())).isNull();
    BatchQueue.Entry entry = queue.poll();
    assertThat(memory.bytes()).isEqualTo(batch.retainedBytes());
    entry.settle(null);
    assertThat(memory.bytes()).isZero();
  }

  @Test
  void offer_refusesBeyondWhatTheProcessMayKeep() {
    assertThat(failure(offer())).isNull();
    assertThat(failure(offer())).isNull();
    Throwable refused = failure(offer());
    assertThat(refused).isInstanceOf(RetryableException.class);
    assertThat(((RetryableException) refused).retryAfter()).isNotNull();
    assertThat(memory.bytes()).isEqualTo(2 * batch.retainedBytes());
  }

  @Test
  void offer_thatIsRefusedHoldsNothing() {
    queue.close();
    assertThat(failure(offer())).isInstanceOf(RetryableException.class);
    assertThat(memory.bytes()).isZero();
  }

  private CompletionStage<Void> offer() {
    return queue.offer(batch, Context.EMPTY, null);
  }

  private static Throwable failure(CompletionStage<Void> answer) {
    try {
      answer.toCompletableFuture().get();
      return null;
    } catch (ExecutionException e) {
      return e.getCause();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }
}
