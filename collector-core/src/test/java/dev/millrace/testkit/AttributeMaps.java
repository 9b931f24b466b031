package dev.millrace.testkit;

import dev.millrace.data.Batch;
import dev.millrace.data.edit.AnyValue;
import dev.millrace.data.edit.AttributeKey;
import dev.millrace.data.rewrite.AttributesVisitor;
import dev.millrace.data.rewrite.BatchRewrite;
import dev.millrace.data.view.ValueView;
import dev.millrace.processing.actions.ValueNodes;
import java.util.LinkedHashMap;
import java.util.Map;

/** Attributes of batches as maps of texts, longs, doubles and booleans. */
public final class AttributeMaps {
  private AttributeMaps() {}

  /** The batch with these attributes on each of its items. */
  public static Batch onItems(Batch batch, Map<?, ?> attributes) {
    return BatchRewrite.items(batch, 0, putting(attributes));
  }

  /** The batch with these attributes on each of its resources. */
  public static Batch onResources(Batch batch, Map<?, ?> attributes) {
    return BatchRewrite.resources(batch, 0, putting(attributes));
  }

  private static AttributesVisitor putting(Map<?, ?> attributes) {
    return table ->
        attributes.forEach((key, value) -> {
          AnyValue encoded = ValueNodes.of(ConfigText.node(value));
          table.put(AttributeKey.of(key.toString()), encoded);
        });
  }

  /** The attributes of the last item. */
  public static Map<String, Object> ofItem(Batch batch) {
    Map<String, Object> found = new LinkedHashMap<>();
    BatchRewrite.items(batch, 0, reading(found));
    return found;
  }

  /** The attributes of the last resource. */
  public static Map<String, Object> ofResource(Batch batch) {
    Map<String, Object> found = new LinkedHashMap<>();
    BatchRewrite.resources(batch, 0, reading(found));
    return found;
  }

  private static AttributesVisitor reading(Map<String, Object> found) {
    return table -> {
      found.clear();
      for (int row = 0; row < table.rows(); row++) {
        found.put(table.key(row), value(table.value(row)));
      }
    };
  }

  private static Object value(ValueView value) {
    return switch (value.kind()) {
      case BOOL -> value.boolValue();
      case INT -> value.intValue();
      case DOUBLE -> value.doubleValue();
      case EMPTY, STRING, BYTES, ARRAY, MAP -> value.asString();
    };
  }
}
