package dev.millrace.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.component.Context;
import dev.millrace.component.Exporter;
import dev.millrace.component.Kind;
import dev.millrace.component.PartialException;
import dev.millrace.component.RetryableException;
import dev.millrace.config.ConfigReader;
import dev.millrace.config.Problems;
import dev.millrace.data.Batch;
import dev.millrace.export.ExporterStages;
import dev.millrace.export.SendingConfig;
import dev.millrace.testkit.Batches;
import dev.millrace.testkit.ConfigText;
import dev.millrace.testkit.TestSettings;
import io.netty.util.concurrent.EventExecutor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/** An exporter with all its stages behind an edge, in a given state. For one thread. */
final class Branch {
  private final BranchKind kind;
  private final EventExecutor loop;
  private final Edge edge;
  private final List<Batch> sent = new ArrayList<>();
  private final List<CompletableFuture<Void>> open = new ArrayList<>();

  Branch(BranchKind kind, TestSettings settings, EventExecutor loop) {
    this.kind = kind;
    this.loop = loop;
    Exporter exporter =
        ExporterStages.wrap(
            settings.of(Kind.EXPORTER, "x", loop), config(kind), (batch, context) -> send(batch));
    assertThat(exporter.start(id -> null)).isCompleted();
    if (kind.isFull()) {
      exporter.consume(Batches.logs(1), Context.EMPTY); // stays under way until it is released
      sent.clear();
    }
    edge = new Edge("pipeline logs", "exporter " + kind);
    edge.point(exporter);
  }

  private static SendingConfig config(BranchKind kind) {
    Map<String, Object> keys = new HashMap<>(kind.settings());
    keys.putIfAbsent("timeout", "0s");
    keys.putIfAbsent("retry_on_failure", Map.of("enabled", false));
    Problems problems = new Problems();
    ConfigReader in = new ConfigReader(ConfigText.map(keys), "x", problems);
    SendingConfig config = SendingConfig.read(in, SendingConfig.NONE);
    in.finish();
    assertThat(problems.errors()).isEmpty();
    return config;
  }

  BranchKind kind() {
    return kind;
  }

  Edge edge() {
    return edge;
  }

  int attempts() {
    return sent.size();
  }

  /** Whether the batch has come to the backend, or was refused with an answer that says so. */
  boolean delivered(Batch batch) {
    return kind == BranchKind.FULL_QUEUE ? sent.isEmpty() : sent.contains(batch);
  }

  /** The backend answers all that it left open. */
  void release() {
    List.copyOf(open).forEach(answer -> answer.complete(null));
  }

  private CompletionStage<Void> send(Batch batch) {
    sent.add(batch);
    return switch (kind) {
      case TAKES -> CompletableFuture.completedFuture(null);
      case REFUSES, REFUSES_WITH_DELAY, FAILS_FOR_GOOD, TAKES_A_PART, WAITS_FOR_A_FAILURE ->
          CompletableFuture.failedFuture(kind.failure());
      case QUEUE_BEFORE_A_FAILURE ->
          CompletableFuture.failedFuture(BranchKind.FAILS_FOR_GOOD.failure());
      case QUEUE_BEFORE_RETRIES ->
          CompletableFuture.failedFuture(new RetryableException("still away"));
      case THROWS -> throw new IllegalStateException("a bug");
      case TAKES_WHEN_RETRIED ->
          attempts() > 1
              ? CompletableFuture.completedFuture(null)
              : CompletableFuture.failedFuture(new RetryableException("not yet"));
      case SLOW, SLOW_TO_REFUSE, WAITS_FOR_A_SLOW_PART -> later();
      case NEVER_ANSWERS,
          RUNS_INTO_ITS_TIMEOUT,
          TAKES_INTO_ITS_QUEUE,
          FULL_QUEUE,
          FULL_QUEUE_THAT_BLOCKS,
          WAITS_FOR_THE_RESULT ->
          left();
    };
  }

  private CompletableFuture<Void> left() {
    CompletableFuture<Void> answer = new CompletableFuture<>();
    open.add(answer);
    return answer;
  }

  private CompletableFuture<Void> later() {
    CompletableFuture<Void> answer = new CompletableFuture<>();
    Duration delay = BranchKind.SLOW_ANSWER;
    loop.schedule(
        () -> {
          if (kind.failure() instanceof PartialException
              || kind.failure() instanceof RetryableException) {
            answer.completeExceptionally(kind.failure());
          } else {
            answer.complete(null);
          }
        },
        delay.toNanos(),
        TimeUnit.NANOSECONDS);
    return answer;
  }
}
