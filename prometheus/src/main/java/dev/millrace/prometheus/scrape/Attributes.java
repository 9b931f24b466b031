package dev.millrace.prometheus.scrape;

import dev.millrace.data.wire.ProtoWriter;
import dev.millrace.prometheus.labels.Labels;
import java.util.Map;

/** Encodes labels as attributes of OTLP, and tells which labels become attributes. */
final class Attributes {
  static final String SCOPE_PREFIX = "otel_scope_";

  private static final int KEY = 1;
  private static final int VALUE = 2;
  private static final int STRING_VALUE = 1;

  private Attributes() {}

  /** Writes one attribute with a text for value. */
  static void put(ProtoWriter out, int field, String key, String value) {
    int entry = out.begin(field);
    out.string(KEY, key);
    int text = out.begin(VALUE);
    out.string(STRING_VALUE, value);
    out.end(text);
    out.end(entry);
  }

  static void put(ProtoWriter out, int field, Map<String, String> attributes) {
    attributes.forEach((key, value) -> put(out, field, key, value));
  }

  /** Writes the labels of a point: all that do not name its metric, resource, scope or part. */
  static void putPoint(ProtoWriter out, Shape shape, Labels labels) {
    for (int i = 0; i < labels.size(); i++) {
      String name = labels.name(i);
      if (isOfPoint(shape, name)) {
        put(out, shape.attributesField, name, labels.value(i));
      }
    }
  }

  /** Whether a label of a sample becomes an attribute of its point. */
  static boolean isOfPoint(Shape shape, String name) {
    return switch (name) {
      case "__name__", "job", "instance", "__scheme__", "__metrics_path__" -> false;
      default -> !name.equals(shape.partLabel) && !name.startsWith(SCOPE_PREFIX);
    };
  }

  /** Whether a label says where a metric comes from, and so is no attribute of an info metric. */
  static boolean isIdentity(String name) {
    return name.equals("__name__") || name.equals("job") || name.equals("instance");
  }
}
