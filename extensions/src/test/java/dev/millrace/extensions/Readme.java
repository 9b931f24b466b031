package dev.millrace.extensions;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** What the README of an extension says: keys of its tables, examples. */
public final class Readme {
  private static final Path FOLDER = Path.of("src/main/java/dev/millrace/extensions");

  private final String text;

  public Readme(String extension) throws IOException {
    text = Files.readString(FOLDER.resolve(extension).resolve("README.md"));
  }

  /** The keys in the first columns of its tables, in order, {@code ::} between those of blocks. */
  public List<String> keys() {
    return matches("(?m)^\\| `([a-z_0-9:]+)` \\|");
  }

  /** The settings of each extension in the examples, in order; {@code $$} stands for {@code $}. */
  public List<Map<String, Object>> examples() {
    List<Map<String, Object>> examples = new ArrayList<>();
    for (String yaml : matches("(?s)```yaml\\n(.*?)```")) {
      Map<?, ?> root =
          (Map<?, ?>)
              new Load(LoadSettings.builder().build()).loadFromString(yaml.replace("$$", "$"));
      ((Map<?, ?>) root.get("extensions"))
          .values()
          .forEach(settings -> {
            Map<String, Object> copy = new LinkedHashMap<>();
            ((Map<?, ?>) settings).forEach((key, value) -> copy.put(key.toString(), value));
            examples.add(copy);
          });
    }
    return examples;
  }

  private List<String> matches(String pattern) {
    return Pattern.compile(pattern).matcher(text).results().map(match -> match.group(1)).toList();
  }
}
