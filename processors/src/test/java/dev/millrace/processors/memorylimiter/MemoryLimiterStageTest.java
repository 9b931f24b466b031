package dev.millrace.processors.memorylimiter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.millrace.component.ComponentSettings;
import dev.millrace.component.Context;
import dev.millrace.component.Kind;
import dev.millrace.component.Processor;
import dev.millrace.component.RetainedBytes;
import dev.millrace.component.RetryableException;
import dev.millrace.data.Signal;
import dev.millrace.testkit.BatchSink;
import dev.millrace.testkit.Batches;
import dev.millrace.testkit.TestSettings;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

class MemoryLimiterStageTest {
  private static final Path README =
      Path.of("src/main/java/dev/millrace/processors/memorylimiter/README.md");
  // More than the tests' own heap ever holds.
  private static final long LIMIT_MIB = 100_000;

  @Test
  void consume_refusesWhileTheHeapIsFull() throws Exception {
    RetainedBytes memory = RetainedBytes.unlimited();
    BatchSink sink = new BatchSink();
    try (TestSettings settings = new TestSettings()) {
      Processor stage =
          new MemoryLimiterFactory()
              .create(
                  with(memory, settings.of(Kind.PROCESSOR, "memory_limiter")),
                  MemoryLimiterConfigTest.config(
                      Map.of("check_interval", "2s", "limit_mib", LIMIT_MIB)),
                  Signal.TRACES,
                  sink);
      stage.start(id -> null).toCompletableFuture().get();
      stage.consume(Batches.spans(3, "s"), Context.EMPTY).toCompletableFuture().get();
      memory.hold(LIMIT_MIB << 20);
      Throwable refused =
          catchThrowable(() ->
              stage.consume(Batches.spans(5, "s"), Context.EMPTY).toCompletableFuture().get());
      assertThat(refused.getCause()).isInstanceOf(RetryableException.class);
      assertThat(((RetryableException) refused.getCause()).retryAfter())
          .isEqualTo(Duration.ofSeconds(2));
      memory.letGo(LIMIT_MIB << 20);
      stage.consume(Batches.spans(7, "s"), Context.EMPTY).toCompletableFuture().get();
      stage.shutdown(Duration.ofSeconds(1)).toCompletableFuture().get();
      String labels = "{processor=memory_limiter}";
      for (String prefix : List.of("otelcol_processor_memory_limiter_", "otelcol_processor_")) {
        assertThat(settings.meter().value(prefix + "accepted_spans" + labels)).isEqualTo(10);
        assertThat(settings.meter().value(prefix + "refused_spans" + labels)).isEqualTo(5);
      }
    }
    assertThat(sink.itemCount()).isEqualTo(10);
  }

  private static ComponentSettings with(RetainedBytes memory, ComponentSettings given) {
    return new ComponentSettings(
        given.id(),
        given.kind(),
        given.signals(),
        given.logger(),
        given.meter(),
        given.eventLoop(),
        given.blocking(),
        given.build(),
        memory);
  }

  @Test
  void readme_listsTheKeysAndItsExampleIsRead() throws IOException {
    String readme = Files.readString(README);
    RecordComponent[] keys =
        MemoryLimiterConfigTest.config(Map.of("check_interval", "1s", "limit_mib", 1))
            .getClass()
            .getRecordComponents();
    assertThat(
            Pattern.compile("(?m)^\\| `([a-z_]+)` \\| (?:duration|int)")
                .matcher(readme)
                .results()
                .map(match -> match.group(1)))
        .containsExactlyElementsOf(
            Arrays.stream(keys)
                .map(key -> key.getName().replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT))
                .toList());
    Matcher yaml = Pattern.compile("(?s)```yaml\\n(.*?)```").matcher(readme);
    assertThat(yaml.find()).isTrue();
    Map<?, ?> root =
        (Map<?, ?>) new Load(LoadSettings.builder().build()).loadFromString(yaml.group(1));
    MemoryLimiterConfigTest.config(
        (Map<?, ?>) ((Map<?, ?>) root.get("processors")).get("memory_limiter"));
  }
}
