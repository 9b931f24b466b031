package dev.millrace.config;

import com.google.errorprone.annotations.FormatMethod;
import com.google.errorprone.annotations.FormatString;
import dev.millrace.config.ConfigNode.Entry;
import dev.millrace.config.ConfigNode.ListNode;
import dev.millrace.config.ConfigNode.MapNode;
import dev.millrace.config.ConfigNode.ScalarNode;
import dev.millrace.config.ConfigNode.TextOrigin;
import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads one map of a configuration into typed values.
 *
 * <p>Notes each key as it is asked for; {@link #finish} then reports the keys that nobody asked
 * for, here and in the readers made from this one. Every problem goes to {@link Problems} with its
 * place, and reading goes on with the default. A null value means the default, as in Go; a {@code
 * ${…}} that stands for nothing means nothing: an empty text, 0, false. Not thread-safe.
 */
public final class ConfigReader {
  private final MapNode node;
  private final String path;
  private final Problems problems;
  private final FeatureGates gates;
  private final Set<String> known = new LinkedHashSet<>();
  private final List<ConfigReader> children = new ArrayList<>();
  private final List<ExtensionReference> extensions = new ArrayList<>();

  /** Reads {@code node}, which stands at {@code path} ({@code receivers::otlp}). */
  public ConfigReader(MapNode node, String path, Problems problems) {
    this(node, path, problems, FeatureGates.defaults());
  }

  /**
   * @param gates for those whose settings depend on them
   */
  public ConfigReader(MapNode node, String path, Problems problems, FeatureGates gates) {
    this.node = node;
    this.path = path;
    this.problems = problems;
    this.gates = gates;
  }

  public FeatureGates gates() {
    return gates;
  }

  public String path() {
    return path;
  }

  /** For what is read by other means than this reader: a block in a language of its own. */
  public Problems problems() {
    return problems;
  }

  public Position position() {
    return node.position();
  }

  /** The keys that are present, in order. Does not count as asking for them. */
  public Set<String> keys() {
    return node.entries().keySet();
  }

  /** Whether the key is present, with null too. Counts as asking for it. */
  public boolean has(String key) {
    known.add(key);
    return node.entries().containsKey(key);
  }

  /** The value as it stands, with all below it taken as read; null when absent. */
  public @Nullable ConfigNode raw(String key) {
    known.add(key);
    return node.get(key);
  }

  /**
   * Text; a value of another type gives what was written ({@code 0123} stays that), a map or list
   * only when a {@code ${…}} stands for all of it.
   */
  public String string(String key, String fallback) {
    String value = optionalString(key);
    return value == null ? fallback : value;
  }

  /** Text, null when the key is absent or null. */
  public @Nullable String optionalString(String key) {
    ConfigNode value = raw(key);
    if (value == null || Texts.isDefault(value)) {
      return null;
    }
    String text = Texts.of(value);
    if (text == null) {
      mismatch(key, value, "a string", "string");
    }
    return text;
  }

  /** A secret, null when the key is absent or null. */
  public @Nullable Secret secret(String key) {
    problems.secret(path(key));
    String value = optionalString(key);
    return value == null ? null : new Secret(value);
  }

  /**
   * Secrets by name, in order, such as request headers; empty when absent. A list of maps with
   * {@code name} and {@code value} does as well, as in Go.
   */
  public Map<String, Secret> secretMap(String key) {
    problems.secret(path(key));
    Map<String, Secret> secrets = new LinkedHashMap<>();
    if (raw(key) instanceof ListNode) {
      for (ConfigReader item : maps(key)) {
        String name = item.string("name", "");
        secrets.put(name, new Secret(item.string("value", "")));
      }
    } else {
      stringMap(key).forEach((name, value) -> secrets.put(name, new Secret(value)));
    }
    return secrets;
  }

  public int integer(String key, int fallback) {
    long value = int64(key, fallback);
    if (value != (int) value) {
      problem(
          key,
          "%d is out of range (expected: %d to %d)",
          value,
          Integer.MIN_VALUE,
          Integer.MAX_VALUE);
      return fallback;
    }
    return (int) value;
  }

  public long int64(String key, long fallback) {
    ConfigNode value = value(key);
    if (value == null) {
      return isNothing(key) ? 0 : fallback;
    }
    Object number = value instanceof ScalarNode scalar ? scalar.value() : null;
    if (number instanceof Long whole) {
      return whole;
    }
    if (number instanceof BigInteger) {
      problem(key, "%s is out of range (expected: at most %d)", number, Long.MAX_VALUE);
      return fallback;
    }
    if (number instanceof Double real && real == Math.rint(real) && Math.abs(real) < 0x1p63) {
      return real.longValue();
    }
    mismatch(key, value, "a whole number", "int");
    return fallback;
  }

  public double number(String key, double fallback) {
    ConfigNode value = value(key);
    if (value == null) {
      return isNothing(key) ? 0 : fallback;
    }
    if (value instanceof ScalarNode scalar && scalar.value() instanceof Number number) {
      return number.doubleValue();
    }
    mismatch(key, value, "a number", "float64");
    return fallback;
  }

  public boolean bool(String key, boolean fallback) {
    ConfigNode value = value(key);
    if (value == null) {
      return !isNothing(key) && fallback;
    }
    if (value instanceof ScalarNode scalar && scalar.value() instanceof Boolean bool) {
      return bool;
    }
    mismatch(key, value, "true or false", "bool");
    return fallback;
  }

  /** A Go duration. */
  public Duration duration(String key, Duration fallback) {
    return isNothing(key) ? Duration.ZERO : parsed(key, fallback, Durations::parse);
  }

  /** Text that {@code parse} turns into a value; an IllegalArgumentException becomes a problem. */
  public <T> T parsed(String key, T fallback, Function<String, T> parse) {
    String text = optionalString(key);
    if (text == null || isNothing(key)) {
      return fallback;
    }
    try {
      return parse.apply(text);
    } catch (IllegalArgumentException e) {
      problem(key, "%s", String.valueOf(e.getMessage()));
      return fallback;
    }
  }

  /**
   * The id of an extension that this component asks for when it starts, null when the key is
   * absent, null or wrong. The service reports an id that is not among its extensions.
   *
   * @param parse {@code ComponentId::parse}
   */
  public <T> @Nullable T extension(String key, Function<String, T> parse) {
    String text = optionalString(key);
    if (text == null) {
      return null;
    }
    try {
      T id = parse.apply(text);
      extensions.add(new ExtensionReference(text, path(key), place(key)));
      return id;
    } catch (IllegalArgumentException e) {
      problem(key, "%s", String.valueOf(e.getMessage()));
      return null;
    }
  }

  /** What {@link #extension} has read here and in the readers made from this one. */
  public List<ExtensionReference> extensions() {
    return Stream.concat(
            extensions.stream(), children.stream().flatMap(child -> child.extensions().stream()))
        .toList();
  }

  /** One of the given names, each standing for a value. */
  public <T> T choice(String key, T fallback, Map<String, T> choices) {
    String text = optionalString(key);
    if (text == null) {
      return fallback;
    }
    T value = choices.get(text);
    if (value == null) {
      problem(
          key,
          "\"%s\" is not known (expected one of: %s)",
          text,
          String.join(", ", choices.keySet()));
      return fallback;
    }
    return value;
  }

  /** A list of texts; a single text counts as its parts between commas, as in Go. */
  public List<String> strings(String key, List<String> fallback) {
    ConfigNode value = value(key);
    if (value == null) {
      return isNothing(key) ? List.of() : fallback;
    }
    if (!(value instanceof ListNode list)) {
      return split(key, value, fallback);
    }
    List<String> texts = new ArrayList<>();
    for (ConfigNode item : list.items()) {
      String text = Texts.isDefault(item) ? "" : Texts.of(item);
      if (text != null) {
        texts.add(text);
      } else {
        problemAt(
            item.position(), key, "expected a list of strings, found a %s in it", item.typeName());
      }
    }
    return texts;
  }

  private List<String> split(String key, ConfigNode value, List<String> fallback) {
    if (value instanceof ScalarNode scalar) {
      boolean isText = scalar.value() instanceof String;
      return isText && scalar.text().isEmpty()
          ? List.of()
          : isText ? List.of(scalar.text().split(",", -1)) : List.of(scalar.text());
    }
    String found = value.typeName();
    problems.error(
        new Problem(
            value.position(),
            path(key),
            "expected a list, found a " + found,
            "'%s' source data must be an array or slice, got %s".formatted(key, found)));
    return fallback;
  }

  /** A map of texts, in order; empty when absent. */
  public Map<String, String> stringMap(String key) {
    Map<String, String> texts = new LinkedHashMap<>();
    MapNode map = mapNode(key);
    if (map == null) {
      return texts;
    }
    for (Map.Entry<String, Entry> entry : map.entries().entrySet()) {
      ConfigNode value = entry.getValue().value();
      String text = Texts.isDefault(value) ? "" : Texts.of(value);
      if (text != null) {
        texts.put(entry.getKey(), text);
      } else {
        problemAt(
            value.position(),
            key + "::" + entry.getKey(),
            "expected a string, found a %s",
            value.typeName());
      }
    }
    return texts;
  }

  /** A reader of the map at a key; of an empty map when the key is absent or null. */
  public ConfigReader map(String key) {
    MapNode map = mapNode(key);
    return child(map == null ? new MapNode(Map.of(), place(key)) : map, path(key));
  }

  /**
   * A reader of an optional block: null when the key is absent, of an empty map when it is present
   * but null ({@code grpc:} under {@code protocols} switches gRPC on).
   */
  public @Nullable ConfigReader optionalMap(String key) {
    return has(key) ? map(key) : null;
  }

  /** Readers of a list of maps, in order; empty when absent. */
  public List<ConfigReader> maps(String key) {
    ConfigNode value = value(key);
    if (value == null) {
      return List.of();
    }
    if (!(value instanceof ListNode list)) {
      problem(key, "expected a list, found a %s", value.typeName());
      return List.of();
    }
    List<ConfigReader> readers = new ArrayList<>();
    for (int i = 0; i < list.items().size(); i++) {
      ConfigNode item = list.items().get(i);
      String place = path(key) + "[" + i + "]";
      if (item instanceof MapNode map) {
        readers.add(child(map, place));
      } else {
        problems.error(
            new Problem(item.position(), place, "expected a map, found a " + item.typeName()));
      }
    }
    return readers;
  }

  /** Readers of the maps under a key, by name, in order; null values give empty maps. */
  public Map<String, ConfigReader> namedMaps(String key) {
    Map<String, ConfigReader> readers = new LinkedHashMap<>();
    MapNode outer = mapNode(key);
    if (outer == null) {
      return readers;
    }
    ConfigReader reader = child(outer, path(key));
    for (String name : outer.entries().keySet()) {
      readers.put(name, reader.map(name));
    }
    return readers;
  }

  /** Reports a problem at the place of a key, or of this map when the key is absent. */
  @FormatMethod
  public void problem(String key, @FormatString String format, Object... args) {
    problemAt(place(key), key, format, args);
  }

  /** Says something about a key that does not stop the collector. */
  @FormatMethod
  public void warning(String key, @FormatString String format, Object... args) {
    problems.warning(new Problem(place(key), path(key), format.formatted(args)));
  }

  /** A key that has gone: a problem that names what to write instead, when it is present. */
  public void removed(String key, String remedy) {
    if (has(key)) {
      problem(key, "was removed; %s", remedy);
    }
  }

  /** A key of the Go collector that we do not have yet: a problem that says so, when present. */
  public void unsupported(String key) {
    if (has(key)) {
      problem(key, "is not supported by Millrace yet; remove it");
    }
  }

  /**
   * The key to read for a renamed setting: {@code newKey}, or {@code oldKey} with a warning when
   * only that is present.
   */
  public String deprecated(String oldKey, String newKey) {
    if (has(oldKey) && !has(newKey)) {
      warning(oldKey, "is deprecated; use %s", newKey);
      return oldKey;
    }
    return newKey;
  }

  /** Reports keys that nobody asked for, here and below. Call it once, on the outermost reader. */
  public void finish() {
    for (Map.Entry<String, Entry> entry : node.entries().entrySet()) {
      if (!known.contains(entry.getKey())) {
        problems.error(unknown(entry.getKey(), entry.getValue().keyPosition()));
      }
    }
    children.forEach(ConfigReader::finish);
  }

  private Problem unknown(String key, Position position) {
    String remedy = RemovedKeys.remedy(path(key));
    if (remedy != null) {
      return new Problem(position, path(key), "was removed; " + remedy);
    }
    String nearest = Spelling.nearest(key, known);
    String section = path.substring(path.lastIndexOf(':') + 1);
    boolean isService = path.isEmpty() || path.equals("service") || path.startsWith("service::");
    return new Problem(
        position,
        path(key),
        nearest == null ? "unknown key" : "unknown key; did you mean " + nearest + "?",
        isService ? "'" + section + "' has invalid keys: " + key : null);
  }

  @FormatMethod
  private void problemAt(
      Position position, String key, @FormatString String format, Object... args) {
    problems.error(new Problem(position, path(key), format.formatted(args)));
  }

  private ConfigReader child(MapNode map, String childPath) {
    ConfigReader reader = new ConfigReader(map, childPath, problems, gates);
    children.add(reader);
    return reader;
  }

  private @Nullable ConfigNode value(String key) {
    ConfigNode value = raw(key);
    return value instanceof ScalarNode scalar && scalar.isNull() ? null : value;
  }

  /** Whether a {@code ${…}} stands there for nothing at all. */
  private boolean isNothing(String key) {
    return raw(key) instanceof ScalarNode scalar
        && scalar.isNull()
        && scalar.origin() == TextOrigin.SUBSTITUTED;
  }

  private @Nullable MapNode mapNode(String key) {
    ConfigNode value = value(key);
    if (value == null || value instanceof MapNode) {
      return (MapNode) value;
    }
    problems.error(
        new Problem(
            value.position(),
            path(key),
            "expected a map, found a " + value.typeName(),
            "'%s' expected a map or struct, got \"%s\"".formatted(key, Texts.goType(value))));
    return null;
  }

  private void mismatch(String key, ConfigNode value, String expected, String goType) {
    String found = value.typeName();
    problems.error(
        new Problem(
            value.position(),
            path(key),
            value instanceof ScalarNode scalar
                ? "expected %s, found %s \"%s\"".formatted(expected, found, scalar.text())
                : "expected %s, found a %s".formatted(expected, found),
            "'%s' expected type '%s', got unconvertible type '%s'"
                .formatted(key, goType, Texts.goType(value))));
  }

  private Position place(String key) {
    Entry entry = node.entries().get(key);
    return entry == null ? node.position() : entry.value().position();
  }

  private String path(String key) {
    return path.isEmpty() ? key : path + "::" + key;
  }
}
