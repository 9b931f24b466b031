package dev.millrace.export;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.component.Exporter;
import dev.millrace.component.PartialException;
import dev.millrace.component.PermanentException;
import dev.millrace.component.RetryableException;
import dev.millrace.testkit.Batches;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class RetryStageTest extends StagesTest {
  private static final SendingConfig RETRIES = new SendingConfig(Duration.ZERO, EXACT, null);
  private static final RetryableException DOWN = new RetryableException("backend is down");

  @Test
  void send_waitsLongerAfterEachFailure() {
    sender.thenFail(DOWN).thenFail(DOWN).thenFail(DOWN).thenSucceed();
    CompletableFuture<Void> answer = offer(exporter(RETRIES), Batches.logs(3));
    assertThat(sender.attempts()).isEqualTo(1);
    loop.advance(Duration.ofMillis(3999));
    assertThat(sender.attempts()).isEqualTo(1);
    loop.advance(Duration.ofMillis(1));
    assertThat(sender.attempts()).isEqualTo(2);
    loop.advance(Duration.ofSeconds(8));
    assertThat(sender.attempts()).isEqualTo(3);
    assertThat(answer).isNotDone();
    loop.advance(Duration.ofSeconds(10)); // max_interval, not 16
    assertThat(sender.attempts()).isEqualTo(4);
    assertThat(answer).isCompleted();
    assertThat(count("otelcol_exporter_sent_log_records")).isEqualTo(3);
    assertThat(count("otelcol_exporter_send_failed_log_records")).isZero();
  }

  @Test
  void send_waitsAsLongAsTheServerSays() {
    sender.thenFail(new RetryableException("busy", Duration.ofSeconds(30), null)).thenSucceed();
    CompletableFuture<Void> answer = offer(exporter(RETRIES), Batches.logs(1));
    loop.advance(Duration.ofMillis(29_999));
    assertThat(answer).isNotDone();
    loop.advance(Duration.ofMillis(1));
    assertThat(answer).isCompleted();
  }

  @Test
  void send_waitsTheBackoffWhenTheServerAsksForLess() {
    sender.thenFail(new RetryableException("busy", Duration.ofSeconds(1), null)).thenSucceed();
    offer(exporter(RETRIES), Batches.logs(1));
    loop.advance(Duration.ofMillis(3999));
    assertThat(sender.attempts()).isEqualTo(1);
  }

  @Test
  void send_givesUpWhenTheNextAttemptWouldBeTooLate() {
    for (int i = 0; i < 20; i++) {
      sender.thenFail(DOWN);
    }
    CompletableFuture<Void> answer = offer(exporter(RETRIES), Batches.logs(7));
    loop.advance(Duration.ofSeconds(60)); // at 0, 4, 12, 22, 32, 42, 52; 62 is beyond
    assertThat(sender.attempts()).isEqualTo(7);
    assertThat(failure(answer))
        .isInstanceOf(RetryableException.class)
        .hasMessage("no more retries left: backend is down");
    assertThat(count("otelcol_exporter_send_failed_log_records")).isEqualTo(7);
    assertThat(dropped("retries_exhausted")).isEqualTo(7);
    assertThat(gauge("otelcol_exporter_in_flight_requests")).isZero();
  }

  @Test
  void send_neverGivesUpWithoutMaxElapsedTime() {
    RetryConfig forever =
        new RetryConfig(true, Duration.ofSeconds(4), 0, 2, Duration.ofSeconds(10), Duration.ZERO);
    for (int i = 0; i < 1000; i++) {
      sender.thenFail(DOWN);
    }
    CompletableFuture<Void> answer =
        offer(exporter(new SendingConfig(Duration.ZERO, forever, null)), Batches.logs(7));
    loop.advance(Duration.ofHours(2));
    assertThat(sender.attempts()).isGreaterThan(700);
    assertThat(answer).isNotDone();
    assertThat(gauge("otelcol_exporter_in_flight_requests")).isEqualTo(1);
  }

  @Test
  void send_offersAPermanentFailureNeverAgain() {
    PermanentException no = new PermanentException("schema", "400", null);
    sender.thenFail(no);
    CompletableFuture<Void> answer = offer(exporter(RETRIES), Batches.logs(5));
    assertThat(failure(answer)).isSameAs(no);
    loop.advance(Duration.ofMinutes(10));
    assertThat(sender.attempts()).isEqualTo(1);
    assertThat(dropped("permanent:400")).isEqualTo(5);
    assertThat(count("otelcol_exporter_send_failed_log_records")).isEqualTo(5);
  }

  @Test
  void send_takesAnUnknownFailureAsPermanent() {
    sender.thenThrow(new IllegalStateException("bug"));
    assertThat(failure(offer(exporter(RETRIES), Batches.logs(2))))
        .isInstanceOf(PermanentException.class)
        .hasMessageContaining("bug");
    assertThat(dropped("permanent:internal")).isEqualTo(2);
  }

  @Test
  void send_afterAnOutage_triesAllWhenOneHasArrived() {
    Exporter exporter = exporter(RETRIES);
    List<CompletableFuture<Void>> early = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      sender.thenFail(DOWN);
      early.add(offer(exporter, Batches.logs(1)));
    }
    sender.thenFail(new RetryableException("busy", Duration.ofSeconds(30), null));
    CompletableFuture<Void> told = offer(exporter, Batches.logs(1));
    assertThat(sender.attempts()).isEqualTo(5);

    sender.thenSucceed();
    assertThat(offer(exporter, Batches.logs(1))).isCompleted();
    for (int i = 0; i < 4; i++) {
      sender.thenSucceed();
    }
    loop.advance(Duration.ZERO);
    assertThat(early).allMatch(CompletableFuture::isDone);
    assertThat(told).isNotDone();
  }

  @Test
  void send_amongSuccesses_waitsItsTime() {
    Exporter exporter = exporter(RETRIES);
    sender.thenFail(DOWN);
    CompletableFuture<Void> failed = offer(exporter, Batches.logs(1));
    sender.thenSucceed();
    offer(exporter, Batches.logs(1));
    loop.advance(Duration.ofMillis(3999));
    assertThat(failed).isNotDone();
  }

  @Test
  void send_countsWhatTheBackendRejected() {
    sender.thenFail(new PartialException(2, "too old"));
    CompletableFuture<Void> answer = offer(exporter(RETRIES), Batches.logs(5));
    assertThat(failure(answer)).isInstanceOf(PartialException.class);
    assertThat(count("otelcol_exporter_sent_log_records")).isEqualTo(3);
    assertThat(count("otelcol_exporter_send_failed_log_records")).isZero();
    assertThat(dropped("rejected_by_backend")).isEqualTo(2);
  }

  @Test
  void send_triesOnceWhenRetriesAreOff() {
    sender.thenFail(DOWN);
    assertThat(failure(offer(exporter(SendingConfig.NONE), Batches.logs(1)))).isSameAs(DOWN);
    loop.advance(Duration.ofMinutes(10));
    assertThat(sender.attempts()).isEqualTo(1);
  }

  @Test
  void send_endsAnAttemptAtItsTimeout() {
    SendingConfig config = new SendingConfig(Duration.ofSeconds(5), EXACT, null);
    CompletableFuture<Void> answer = offer(exporter(config), Batches.logs(1));
    loop.advance(Duration.ofSeconds(5));
    assertThat(sender.answer(0)).isCancelled();
    sender.thenSucceed();
    loop.advance(Duration.ofSeconds(4));
    assertThat(sender.attempts()).isEqualTo(2);
    assertThat(answer).isCompleted();
  }

  @Test
  void shutdown_triesAtOnceAndAgainUntilTheGraceIsOver() {
    sender.thenFail(DOWN);
    Exporter exporter = exporter(RETRIES);
    CompletableFuture<Void> answer = offer(exporter, Batches.logs(1));
    sender.thenFail(DOWN).thenFail(DOWN).thenSucceed();
    CompletableFuture<Void> stopped =
        exporter.shutdown(Duration.ofSeconds(20)).toCompletableFuture();
    loop.advance(Duration.ofMillis(1));
    assertThat(sender.attempts()).isEqualTo(2);
    loop.advance(Duration.ofSeconds(2));
    assertThat(answer).isCompleted();
    assertThat(stopped).isCompleted();
  }

  @Test
  void shutdown_endsWithTheGraceWhateverTheSenderDoes() {
    Exporter exporter = exporter(RETRIES);
    CompletableFuture<Void> answer = offer(exporter, Batches.logs(4));
    CompletableFuture<Void> stopped =
        exporter.shutdown(Duration.ofSeconds(20)).toCompletableFuture();
    loop.advance(Duration.ofMillis(18_999));
    assertThat(stopped).isNotDone();
    loop.advance(Duration.ofMillis(1));
    assertThat(stopped).isCompleted();
    assertThat(failure(answer)).isInstanceOf(RetryableException.class);
    assertThat(sender.answer(0)).isCancelled();
    assertThat(dropped("shutdown")).isEqualTo(4);
    assertThat(failure(offer(exporter, Batches.logs(1)))).isInstanceOf(RetryableException.class);
  }
}
