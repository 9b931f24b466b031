package dev.millrace.testkit;

import dev.millrace.config.ConfigNode;
import dev.millrace.config.ConfigNode.MapNode;
import dev.millrace.config.ConfigReader;
import dev.millrace.config.Problems;
import dev.millrace.config.yaml.YamlException;
import dev.millrace.config.yaml.YamlParser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The README of a component: the keys in its tables, and the examples in it. */
public final class ReadmeFile {
  private final String text;

  /** The file, by its path in the module under test. */
  public ReadmeFile(String path) {
    try {
      text = Files.readString(Path.of(path));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The first column of the table that stands first behind {@code heading}. */
  public List<String> keys(String heading) {
    String rest = text.substring(text.indexOf(heading) + heading.length());
    int start = rest.indexOf("| key |");
    String table = rest.substring(start, rest.indexOf("\n\n", start));
    return Pattern.compile("(?m)^\\| `([a-z_]+)` \\|")
        .matcher(table)
        .results()
        .map(match -> match.group(1))
        .toList();
  }

  /** A reader of the settings of one component in the first example. */
  public ConfigReader example(String section, String id, Problems problems) {
    Matcher yaml = Pattern.compile("(?s)```yaml\\n(.*?)```").matcher(text);
    if (!yaml.find()) {
      throw new AssertionError("no example");
    }
    try {
      MapNode root = (MapNode) YamlParser.parse(yaml.group(1), "README.md", problems);
      ConfigNode components = Objects.requireNonNull(root.get(section));
      ConfigNode node = ((MapNode) components).get(id);
      return new ConfigReader((MapNode) node, section + "::" + id, problems);
    } catch (YamlException e) {
      throw new AssertionError(e);
    }
  }

  /** The keys that a config record stands for. */
  public static List<String> keysOf(Class<? extends Record> config) {
    return Arrays.stream(config.getRecordComponents())
        .map(RecordComponent::getName)
        .map(name -> name.replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT))
        .toList();
  }
}
