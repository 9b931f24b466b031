package dev.millrace.processing.match;

import com.google.re2j.PatternSyntaxException;
import dev.millrace.config.ConfigNode;
import dev.millrace.config.ConfigNode.ScalarNode;
import dev.millrace.config.ConfigReader;
import dev.millrace.data.edit.AnyValue;
import dev.millrace.data.edit.AttributeKey;
import dev.millrace.processing.actions.ValueNodes;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads {@code include} or {@code exclude}. */
final class PropertiesReader {
  private static final String STRICT = "strict";
  private static final String REGEXP = "regexp";

  private final ConfigReader in;
  private final String matchType;
  private boolean isTypeReported;

  PropertiesReader(ConfigReader in) {
    this.in = in;
    this.matchType = in.string("match_type", "");
  }

  MatchProperties read() {
    if (!matchType.isEmpty()) {
      checkMatchType();
    }
    ConfigReader cache = in.map(REGEXP); // matching takes no cache, so these have no effect
    cache.bool("cacheenabled", false);
    cache.integer("cachemaxnumentries", 0);
    return new MatchProperties(
        in.position() + ": " + in.path(),
        matchType.equals(STRICT),
        texts("services"),
        texts("span_names"),
        texts("span_kinds"),
        texts("log_bodies"),
        texts("log_severity_texts"),
        severity(),
        texts("metric_names"),
        attributes("attributes"),
        attributes("resources"),
        libraries());
  }

  private boolean checkMatchType() {
    boolean isKnown = matchType.equals(STRICT) || matchType.equals(REGEXP);
    if (!isKnown && !isTypeReported) {
      isTypeReported = true;
      in.problem(
          "match_type",
          "unrecognized match_type: \"%s\" (expected one of: regexp, strict)",
          matchType);
    }
    return isKnown;
  }

  private @Nullable TextSet texts(String key) {
    List<String> texts = in.strings(key, List.of());
    return texts.isEmpty() ? null : set(in, key, texts);
  }

  private TextSet set(ConfigReader at, String key, List<String> texts) {
    if (!checkMatchType() || matchType.equals(STRICT)) {
      return TextSet.strict(texts);
    }
    try {
      return TextSet.regexp(texts);
    } catch (PatternSyntaxException e) {
      at.problem(key, "%s", String.valueOf(e.getMessage()));
      return TextSet.strict(texts);
    }
  }

  private @Nullable SeverityMatch severity() {
    String key = "log_severity_number";
    boolean isNothing =
        !in.has(key) || (in.raw(key) instanceof ScalarNode scalar && scalar.isNull());
    if (isNothing) {
      return null;
    }
    ConfigReader severity = in.map(key);
    return new SeverityMatch(severity.integer("min", 0), severity.bool("match_undefined", false));
  }

  private List<AttributeMatch> attributes(String key) {
    List<AttributeMatch> matches = new ArrayList<>();
    for (ConfigReader attribute : in.maps(key)) {
      String name = attribute.string("key", "");
      if (name.isEmpty()) {
        attribute.problem("key", "can't have empty key in the list of attributes; name one");
      }
      matches.add(attribute(attribute, AttributeKey.of(name)));
    }
    return List.copyOf(matches);
  }

  private AttributeMatch attribute(ConfigReader attribute, AttributeKey key) {
    ConfigNode node = attribute.raw("value");
    if (node == null || (node instanceof ScalarNode scalar && scalar.isNull())) {
      return new AttributeMatch(key, null, null);
    }
    AnyValue value = ValueNodes.of(node);
    if (!checkMatchType() || matchType.equals(STRICT)) {
      return new AttributeMatch(key, null, value);
    }
    if (value.kind() != AnyValue.Kind.STRING) {
      attribute.problem(
          "value",
          "match_type regexp supports only strings here, found %s; put it in quotes",
          node.typeName());
      return new AttributeMatch(key, null, value);
    }
    return new AttributeMatch(key, set(attribute, "value", List.of(value.asString())), null);
  }

  private List<LibraryMatch> libraries() {
    List<LibraryMatch> libraries = new ArrayList<>();
    for (ConfigReader library : in.maps("libraries")) {
      TextSet name = set(library, "name", List.of(library.string("name", "")));
      String version = library.optionalString("version");
      libraries.add(
          new LibraryMatch(
              name, version == null ? null : set(library, "version", List.of(version))));
    }
    return List.copyOf(libraries);
  }
}
