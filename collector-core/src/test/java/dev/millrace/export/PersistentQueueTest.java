package dev.millrace.export;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.component.Acceptance;
import dev.millrace.component.ComponentId;
import dev.millrace.component.Exporter;
import dev.millrace.component.PermanentException;
import dev.millrace.component.RetryableException;
import dev.millrace.component.StartException;
import dev.millrace.testkit.Batches;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class PersistentQueueTest extends StagesTest {
  private static final Duration GRACE = Duration.ofSeconds(20);

  private static final ComponentId STORAGE = ComponentId.parse("file_storage");

  private final ScriptedLog log = new ScriptedLog();

  @Test
  void consume_answersWithTheAppend() {
    Exporter exporter = started(queue(2, 5, Sizer.REQUESTS, false));
    assertThat(exporter.acceptance()).isEqualTo(Acceptance.DURABLE);
    log.hold();
    CompletableFuture<Void> answer = offer(exporter, Batches.logs(3));
    run();
    assertThat(answer).isNotDone();
    assertThat(sender.attempts()).isZero();
    assertThat(gauge("otelcol_exporter_queue_size")).isEqualTo(1);
    log.release();
    assertThat(answer).isCompleted();
    run();
    assertThat(sender.sizes()).containsExactly(3);
    assertThat(log.reads()).as("it was at hand").isZero();
    assertThat(log.settled()).isEmpty();
    sender.answer(0).complete(null);
    assertThat(log.settled()).containsExactly(0L);
    assertThat(gauge("otelcol_exporter_queue_size")).isZero();
    assertThat(gauge("otelcol_exporter_queue_capacity")).isEqualTo(5);
  }

  @Test
  void consume_isRefusedWhenTheStorageCannotWrite() {
    Exporter exporter = started(queue(2, 5, Sizer.REQUESTS, false));
    log.fail(new RetryableException("no space", null, new IOException("no space")));
    assertThat(failure(offer(exporter, Batches.logs(3)))).isInstanceOf(RetryableException.class);
    assertThat(count("otelcol_exporter_enqueue_failed_log_records")).isEqualTo(3);
    assertThat(dropped("storage")).isEqualTo(3);
    assertThat(gauge("otelcol_exporter_queue_size")).isZero();
    log.fail(null);
    assertThat(offer(exporter, Batches.logs(3))).isCompleted();
  }

  @Test
  void consume_isRefusedWhenFull() {
    Exporter exporter = started(queue(1, 10, Sizer.ITEMS, false));
    assertThat(offer(exporter, Batches.logs(8))).isCompleted();
    assertThat(failure(offer(exporter, Batches.logs(3)))).hasMessage("sending queue is full");
    assertThat(dropped("queue_full")).isEqualTo(3);
    assertThat(failure(offer(exporter, Batches.logs(11)))).isInstanceOf(PermanentException.class);
  }

  @Test
  void consume_waitsForSpace() {
    Exporter exporter = started(queue(1, 10, Sizer.ITEMS, true));
    offer(exporter, Batches.logs(8));
    CompletableFuture<Void> waiting = offer(exporter, Batches.logs(5));
    run();
    assertThat(waiting).isNotDone();
    sender.answer(0).complete(null);
    assertThat(waiting).isCompleted();
    run();
    assertThat(sender.sizes()).containsExactly(8, 5);
  }

  @Test
  void start_sendsWhatIsThereFromBefore() {
    log.with(Batches.logs(3)).withLost(7).with(Batches.logs(4));
    Exporter exporter = started(queue(1, 100, Sizer.ITEMS, false));
    assertThat(sender.sizes()).containsExactly(3);
    assertThat(gauge("otelcol_exporter_queue_size")).isEqualTo(7);
    assertThat(dropped("corrupt")).isEqualTo(7);
    offer(exporter, Batches.logs(5));
    sender.answer(0).complete(null);
    run();
    sender.answer(1).complete(null);
    run();
    assertThat(sender.sizes()).containsExactly(3, 4, 5);
    assertThat(log.settled()).containsExactly(0L, 2L);
  }

  @Test
  void start_readsOnAsItIsSent() {
    int batches = 100;
    for (int i = 0; i < batches; i++) {
      log.with(Batches.logs(1, "x".repeat(1 << 20)));
    }
    started(queue(1, 1000, Sizer.REQUESTS, false));
    for (int i = 0; i < batches; i++) {
      assertThat(sender.attempts()).isEqualTo(i + 1);
      sender.answer(i).complete(null);
      run();
    }
    assertThat(log.settled()).hasSize(batches);
    assertThat(log.reads()).isGreaterThan(10);
    assertThat(gauge("otelcol_exporter_queue_size")).isZero();
  }

  @Test
  void start_needsTheStorage() {
    Exporter exporter = unstarted(queue(1, 10, Sizer.ITEMS, false));
    assertThat(failure(exporter.start(id -> null).toCompletableFuture()))
        .isInstanceOf(StartException.class)
        .hasMessageStartingWith("no storage client extension found: \"file_storage\"");
  }

  @Test
  void shutdown_leavesTheRestOnDisk() {
    Exporter exporter = started(queue(2, 10, Sizer.REQUESTS, false));
    for (int i = 1; i <= 5; i++) {
      offer(exporter, Batches.logs(i));
    }
    run();
    sender.answer(0).completeExceptionally(new RetryableException("away"));
    CompletableFuture<Void> stopped = exporter.shutdown(GRACE).toCompletableFuture();
    assertThat(stopped).as("one is under way").isNotDone();
    assertThat(sender.attempts()).isEqualTo(2);
    sender.answer(1).complete(null);
    assertThat(stopped).isCompleted();
    run();
    assertThat(sender.attempts()).isEqualTo(2);
    assertThat(log.settled()).containsExactly(1L);
    assertThat(log.isClosed()).isTrue();
    assertThat(dropped("shutdown")).isZero();
    assertThat(count("otelcol_exporter_send_failed_log_records")).isZero();
    assertThat(count("otelcol_exporter_sent_log_records")).isEqualTo(2);
  }

  @Test
  void shutdown_keepsWhatIsUnderWayTooLong() {
    Exporter exporter = started(queue(2, 10, Sizer.REQUESTS, false));
    offer(exporter, Batches.logs(1));
    run();
    CompletableFuture<Void> stopped = exporter.shutdown(GRACE).toCompletableFuture();
    loop.advance(Duration.ofSeconds(19));
    assertThat(stopped).isCompleted();
    assertThat(log.settled()).isEmpty();
    assertThat(dropped("shutdown")).isZero();
  }

  @Test
  void shutdown_keepsWhatWasGathered() {
    BatchingConfig batch = new BatchingConfig(Duration.ofSeconds(1), 10, 0, Sizer.ITEMS, List.of());
    Exporter exporter =
        started(sending(new QueueConfig(1, 10, Sizer.REQUESTS, false, false, STORAGE, batch)));
    offer(exporter, Batches.logs(4));
    run();
    assertThat(exporter.shutdown(GRACE).toCompletableFuture()).isCompleted();
    assertThat(sender.attempts()).isZero();
    assertThat(log.settled()).isEmpty();
  }

  @Test
  void settle_waitsForAllPiecesOfABatch() {
    BatchingConfig batch =
        new BatchingConfig(Duration.ofSeconds(1), 10, 10, Sizer.ITEMS, List.of());
    Exporter exporter =
        started(sending(new QueueConfig(4, 10, Sizer.REQUESTS, false, false, STORAGE, batch)));
    offer(exporter, Batches.logs(20));
    run();
    assertThat(sender.sizes()).containsExactly(10, 10);
    sender.answer(0).complete(null);
    assertThat(log.settled()).isEmpty();
    sender.answer(1).completeExceptionally(new PermanentException("no", null));
    assertThat(log.settled()).as("it is given up").containsExactly(0L);
  }

  private Exporter started(SendingConfig config) {
    Exporter exporter = exporter(config, log.host());
    run();
    return exporter;
  }

  private void run() {
    loop.advance(Duration.ZERO);
  }

  private static SendingConfig queue(int consumers, long size, Sizer sizer, boolean block) {
    return sending(new QueueConfig(consumers, size, sizer, block, false, STORAGE, null));
  }

  private static SendingConfig sending(QueueConfig queue) {
    return new SendingConfig(Duration.ZERO, EXACT, queue);
  }
}
