package dev.millrace.processing.actions;

import com.google.errorprone.annotations.FormatMethod;
import com.google.errorprone.annotations.FormatString;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.millrace.config.ConfigNode;
import dev.millrace.config.ConfigNode.ScalarNode;
import dev.millrace.config.ConfigReader;
import dev.millrace.data.edit.AnyValue;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads one action with the rules of the Go collector about which keys go together. */
final class ActionReader {
  private static final Map<String, ActionKind> KINDS =
      Arrays.stream(ActionKind.values()).collect(Collectors.toMap(ActionKind::text, each -> each));
  private static final Map<String, ValueType> TYPES =
      Arrays.stream(ValueType.values()).collect(Collectors.toMap(ValueType::text, each -> each));

  private final ConfigReader in;
  private boolean isGood = true;

  ActionReader(ConfigReader in) {
    this.in = in;
  }

  /** The action, null after a problem. */
  @Nullable ActionConfig read() {
    String name = in.string("action", "");
    ActionKind kind = KINDS.get(lowerAscii(name));
    String key = in.string("key", "");
    String fromAttribute = in.string("from_attribute", "");
    String fromContext = in.string("from_context", "");
    String pattern = in.string("pattern", "");
    String type = in.string("converted_type", "");
    ConfigNode node = in.raw("value");
    boolean hasValue = node != null && !(node instanceof ScalarNode scalar && scalar.isNull());
    if (kind == null) {
      problem(
          "action",
          "unsupported action \"%s\" (expected one of: insert, update, upsert, delete, hash,"
              + " extract, convert)",
          name);
      return null;
    }
    checkKey(kind, key, pattern);
    int sources = (hasValue ? 1 : 0) + count(fromAttribute) + count(fromContext);
    checkSources(kind, sources, hasValue || !fromAttribute.isEmpty());
    checkPattern(kind, pattern);
    checkType(kind, type);
    AnyValue value = node == null || !hasValue ? null : ValueNodes.of(node);
    Pattern compiled = pattern.isEmpty() ? null : compile(kind, pattern);
    return isGood
        ? new ActionConfig(key, kind, value, fromAttribute, fromContext, compiled, TYPES.get(type))
        : null;
  }

  private static String lowerAscii(String text) {
    return text.toLowerCase(java.util.Locale.ROOT);
  }

  private static int count(String source) {
    return source.isEmpty() ? 0 : 1;
  }

  @FormatMethod
  private void problem(String key, @FormatString String format, Object... args) {
    in.problem(key, format, args);
    isGood = false;
  }

  private void checkKey(ActionKind kind, String key, String pattern) {
    if (!key.isEmpty()) {
      return;
    }
    if (kind != ActionKind.DELETE && kind != ActionKind.HASH) {
      problem("key", "missing required field \"key\"; name the attribute to act upon");
    } else if (pattern.isEmpty()) {
      problem(
          "key",
          "missing required field: at least one of \"key\" and \"pattern\" has to be used by action"
              + " \"%s\"",
          kind.text());
    }
  }

  private void checkSources(ActionKind kind, int sources, boolean hasValueOrAttribute) {
    if (kind.sets()) {
      if (sources == 0) {
        problem(
            "value",
            "either field \"value\", \"from_attribute\" or \"from_context\" must be specified for"
                + " action \"%s\"",
            kind.text());
      } else if (sources > 1) {
        problem(
            "value",
            "multiple value sources are set; keep one of \"value\", \"from_attribute\" and"
                + " \"from_context\"");
      }
    } else if (kind == ActionKind.DELETE || kind == ActionKind.HASH) {
      if (hasValueOrAttribute) {
        problem(
            in.has("value") ? "value" : "from_attribute",
            "action \"%s\" does not use \"value\" or \"from_attribute\"; remove them",
            kind.text());
      }
    } else if (sources > 0) {
      problem(
          firstSource(),
          "action \"%s\" does not use a value source; remove \"value\", \"from_attribute\" and"
              + " \"from_context\"",
          kind.text());
    }
  }

  private String firstSource() {
    return in.has("value") ? "value" : in.has("from_attribute") ? "from_attribute" : "from_context";
  }

  private void checkPattern(ActionKind kind, String pattern) {
    boolean isUseless = kind.sets() || kind == ActionKind.CONVERT;
    if (isUseless && !pattern.isEmpty()) {
      problem(
          "pattern", "action \"%s\" does not use the \"pattern\" field; remove it", kind.text());
    } else if (kind == ActionKind.EXTRACT && pattern.isEmpty()) {
      problem("pattern", "missing required field \"pattern\" for action \"extract\"");
    }
  }

  private void checkType(ActionKind kind, String type) {
    if (kind != ActionKind.CONVERT) {
      if (!type.isEmpty()) {
        problem(
            "converted_type",
            "action \"%s\" does not use the \"converted_type\" field; remove it",
            kind.text());
      }
    } else if (type.isEmpty()) {
      problem(
          "converted_type",
          "missing required field \"converted_type\" for action \"convert\" (expected one of: int,"
              + " double, string)");
    } else if (!TYPES.containsKey(type)) {
      problem(
          "converted_type",
          "invalid value \"%s\" for action \"convert\" (expected one of: int, double, string)",
          type);
    }
  }

  private @Nullable Pattern compile(ActionKind kind, String text) {
    Pattern pattern;
    try {
      pattern = Pattern.compile(text);
    } catch (PatternSyntaxException e) {
      problem("pattern", "invalid pattern \"%s\": %s", text, String.valueOf(e.getMessage()));
      return null;
    }
    if (kind != ActionKind.EXTRACT) {
      return pattern;
    }
    int groups = pattern.groupCount();
    if (groups == 0) {
      problem(
          "pattern",
          "contains no named matcher groups; write (?P<name>...) around what becomes attribute"
              + " \"name\"");
    } else if (pattern.namedGroups().size() < groups) {
      problem(
          "pattern",
          "contains at least one unnamed matcher group; write (?P<name>...), or (?:...) to extract"
              + " nothing");
    }
    return pattern;
  }
}
