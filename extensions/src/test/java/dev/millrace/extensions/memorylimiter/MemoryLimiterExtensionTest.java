package dev.millrace.extensions.memorylimiter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.component.Component;
import dev.millrace.component.ComponentId;
import dev.millrace.component.ComponentSettings;
import dev.millrace.component.Kind;
import dev.millrace.component.RetainedBytes;
import dev.millrace.component.ServerGate;
import dev.millrace.component.memory.MemoryLimiterConfig;
import dev.millrace.config.ConfigReader;
import dev.millrace.config.Problems;
import dev.millrace.testkit.ComponentContract;
import dev.millrace.testkit.ConfigText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

class MemoryLimiterExtensionTest extends ComponentContract {
  private static final Path README =
      Path.of("src/main/java/dev/millrace/extensions/memorylimiter/README.md");
  // More than the tests' own heap ever holds.
  private static final long LIMIT_MIB = 100_000;

  @Override
  protected Component create() {
    return create(settings.of(Kind.EXTENSION, "memory_limiter"));
  }

  private static ServerGate create(ComponentSettings settings) {
    return (ServerGate)
        new MemoryLimiterFactory()
            .create(settings, config(Map.of("check_interval", "1s", "limit_mib", LIMIT_MIB)));
  }

  @Test
  void refusal_lastsWhileTheHeapIsFull() {
    RetainedBytes memory = RetainedBytes.unlimited();
    ComponentSettings given = settings.of(Kind.EXTENSION, "memory_limiter");
    ServerGate gate =
        create(
            new ComponentSettings(
                given.id(),
                given.kind(),
                given.signals(),
                given.logger(),
                given.meter(),
                given.eventLoop(),
                given.blocking(),
                given.build(),
                memory));
    assertThat(gate.refusal()).isNull();
    memory.hold(LIMIT_MIB << 20);
    assertThat(gate.refusal()).isNotNull();
    memory.letGo(LIMIT_MIB << 20);
    assertThat(gate.refusal()).isNull();
  }

  @Test
  void readme_exampleIsRead() throws IOException {
    Matcher yaml = Pattern.compile("(?s)```yaml\\n(.*?)```").matcher(Files.readString(README));
    assertThat(yaml.find()).isTrue();
    Map<?, ?> root =
        (Map<?, ?>) new Load(LoadSettings.builder().build()).loadFromString(yaml.group(1));
    config((Map<?, ?>) ((Map<?, ?>) root.get("extensions")).get("memory_limiter"));
  }

  private static MemoryLimiterConfig config(Map<?, ?> keys) {
    Problems problems = new Problems();
    ConfigReader in = new ConfigReader(ConfigText.map(keys), "memory_limiter", problems);
    MemoryLimiterConfig config =
        new MemoryLimiterFactory().readConfig(in, ComponentId.parse("memory_limiter"));
    in.finish();
    assertThat(problems.errors()).isEmpty();
    return config;
  }
}
