package dev.millrace.export;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.config.ConfigReader;
import dev.millrace.config.Problem;
import dev.millrace.config.Problems;
import dev.millrace.testkit.ConfigText;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

class ExportersDocTest {
  private static final Path DOC = Path.of("..", "docs", "exporters.md");
  private static final String QUEUE = "sending_queue::";

  @Test
  void table_hasTheKeysOfTheCode() throws IOException {
    List<String> documented =
        Pattern.compile("(?m)^\\| `([a-z_:]+)` \\|")
            .matcher(Files.readString(DOC))
            .results()
            .map(match -> match.group(1))
            .toList();
    List<String> keys = new ArrayList<>(List.of("timeout", QUEUE + "enabled"));
    keys.addAll(keys("retry_on_failure::", RetryConfig.class));
    keys.addAll(keys(QUEUE, QueueConfig.class));
    keys.addAll(keys(QUEUE + "batch::", BatchingConfig.class));
    keys.replaceAll(key -> key.replace("::metadata_keys", "::partition::metadata_keys"));
    assertThat(documented).containsExactlyInAnyOrderElementsOf(keys);
  }

  private static List<String> keys(String path, Class<?> config) {
    return Arrays.stream(config.getRecordComponents())
        .map(RecordComponent::getName)
        .map(name -> path + name.replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT))
        .toList();
  }

  @Test
  void examples_areRead() throws IOException {
    List<SendingConfig> configs =
        Pattern.compile("(?s)```yaml\\n(.*?)```")
            .matcher(Files.readString(DOC))
            .results()
            .map(yaml -> read(yaml.group(1)))
            .toList();
    assertThat(configs)
        .hasSize(2)
        .allSatisfy(config -> {
          assertThat(config.queue().batch()).isNotNull();
        });
    assertThat(configs.get(1).queue().storage()).hasToString("file_storage");
  }

  private static SendingConfig read(String yaml) {
    Map<?, ?> root = (Map<?, ?>) new Load(LoadSettings.builder().build()).loadFromString(yaml);
    Map<?, ?> otlp = (Map<?, ?>) ((Map<?, ?>) root.get("exporters")).get("otlp_http");
    Problems problems = new Problems();
    ConfigReader in = new ConfigReader(ConfigText.map(otlp), "exporters::otlp_http", problems);
    in.string("endpoint", "");
    SendingConfig config = SendingConfig.withoutTimeout(in);
    in.finish();
    assertThat(problems.errors().stream().map(Problem::toString).toList()).isEmpty();
    return config;
  }
}
