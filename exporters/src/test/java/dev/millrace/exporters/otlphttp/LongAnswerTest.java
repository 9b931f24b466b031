package dev.millrace.exporters.otlphttp;

import static dev.millrace.exporters.OtlpSamples.batch;
import static dev.millrace.exporters.OtlpSamples.failure;
import static dev.millrace.exporters.OtlpSamples.traces;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.component.Context;
import dev.millrace.component.Exporter;
import dev.millrace.component.PermanentException;
import dev.millrace.component.RetryableException;
import dev.millrace.exporters.OtlpSamples;
import dev.millrace.testkit.TestSettings;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The status decides, however long the page is that came with it. */
class LongAnswerTest {

  @Test
  void consume_goesByTheStatusOfALongAnswer() throws Exception {
    assertThat(outcome(200)).isNull();
    assertThat(outcome(400)).isInstanceOf(PermanentException.class).hasMessageContaining("400");
    assertThat(outcome(503)).isInstanceOf(RetryableException.class).hasMessageContaining("503");
  }

  private static Throwable outcome(int status) throws Exception {
    Map<String, Object> off = Map.of("enabled", false);
    try (HttpBackend backend = new HttpBackend();
        TestSettings settings = new TestSettings()) {
      backend.answers(HttpBackend.answer(status, "text/html", new byte[1 << 20]));
      Exporter exporter =
          OtlpSamples.exporter(
              new OtlpHttpFactory(),
              settings,
              Map.of("endpoint", backend.url(), "sending_queue", off, "retry_on_failure", off));
      Throwable failure = failure(exporter.consume(batch(traces("a", 1)), Context.EMPTY));
      exporter.shutdown(Duration.ofSeconds(5)).toCompletableFuture().get(10, TimeUnit.SECONDS);
      return failure;
    }
  }
}
