package dev.millrace.extensions.filestorage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.component.ComponentId;
import dev.millrace.config.ConfigReader;
import dev.millrace.config.Problems;
import dev.millrace.export.SendingConfig;
import dev.millrace.testkit.ConfigText;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

class FileStorageReadmeTest {
  private static final Path README =
      Path.of("src/main/java/dev/millrace/extensions/filestorage/README.md");

  @Test
  void table_hasTheKeysOfTheConfig() throws IOException {
    List<String> documented =
        Pattern.compile("(?m)^\\| `([a-z_]+)` \\| (?:duration|string|bool|int|map)")
            .matcher(Files.readString(README))
            .results()
            .map(match -> match.group(1))
            .toList();
    assertThat(documented).containsExactlyElementsOf(keys(FileStorageConfig.class));
    assertThat(Files.readString(README))
        .contains(keys(CompactionConfig.class).stream().map(key -> "`" + key + "`").toList());
  }

  private static List<String> keys(Class<?> config) {
    return Arrays.stream(config.getRecordComponents())
        .map(RecordComponent::getName)
        .map(name -> name.replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT))
        .toList();
  }

  @Test
  void example_isRead() throws IOException {
    Matcher yaml = Pattern.compile("(?s)```yaml\\n(.*?)```").matcher(Files.readString(README));
    assertThat(yaml.find()).isTrue();
    Map<?, ?> root =
        (Map<?, ?>) new Load(LoadSettings.builder().build()).loadFromString(yaml.group(1));
    Problems problems = new Problems();
    ConfigReader storage = reader(root, "extensions", "file_storage", problems);
    FileStorageConfig config =
        new FileStorageFactory().readConfig(storage, ComponentId.parse("file_storage"));
    storage.finish();
    ConfigReader exporter = reader(root, "exporters", "otlp_grpc", problems);
    exporter.string("endpoint", "");
    SendingConfig sending = SendingConfig.read(exporter, SendingConfig.DEFAULTS);
    exporter.finish();
    assertThat(problems.errors()).isEmpty();
    assertThat(config.createDirectory()).isTrue();
    assertThat(sending.queue().storage()).hasToString("file_storage");
  }

  private static ConfigReader reader(Map<?, ?> root, String section, String id, Problems problems) {
    Map<?, ?> settings = (Map<?, ?>) ((Map<?, ?>) root.get(section)).get(id);
    return new ConfigReader(ConfigText.map(settings), section + "::" + id, problems);
  }
}
