package dev.millrace.export;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.component.Context;
import dev.millrace.component.Exporter;
import dev.millrace.component.Host;
import dev.millrace.component.Kind;
import dev.millrace.data.Batch;
import dev.millrace.testkit.ManualEventLoop;
import dev.millrace.testkit.TestSettings;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterEach;

/** An exporter {@code otlp/x} made of a scripted sender, in virtual time. */
abstract class StagesTest {
  static final RetryConfig EXACT =
      new RetryConfig(
          true, Duration.ofSeconds(4), 0, 2, Duration.ofSeconds(10), Duration.ofSeconds(60));

  final TestSettings settings = new TestSettings();
  final ManualEventLoop loop = new ManualEventLoop();
  final ScriptedSender sender = new ScriptedSender();

  @AfterEach
  void closeSettings() {
    settings.close();
  }

  Exporter exporter(SendingConfig config) {
    return exporter(config, id -> null);
  }

  Exporter exporter(SendingConfig config, Host host) {
    Exporter exporter = unstarted(config);
    assertThat(exporter.start(host)).isCompleted();
    return exporter;
  }

  Exporter unstarted(SendingConfig config) {
    return ExporterStages.wrap(
        settings.of(Kind.EXPORTER, "otlp/x", loop.executor()), config, sender);
  }

  static CompletableFuture<Void> offer(Exporter exporter, Batch batch) {
    return exporter.consume(batch, Context.EMPTY).toCompletableFuture();
  }

  static Throwable failure(CompletableFuture<Void> answer) {
    assertThat(answer).isCompletedExceptionally();
    try {
      answer.join();
      throw new AssertionError("did not fail");
    } catch (CompletionException e) {
      return e.getCause();
    }
  }

  double count(String name) {
    return settings.meter().value(name + "{exporter=otlp/x}");
  }

  double dropped(String reason) {
    return settings
        .meter()
        .value(
            "otelcol_pipeline_dropped_items{otelcol.component.id=otlp/x,"
                + "otelcol.component.kind=exporter,otelcol.signal=logs,reason="
                + reason
                + "}");
  }

  double gauge(String name) {
    return settings.meter().value(name + "{data_type=logs,exporter=otlp/x}");
  }
}
