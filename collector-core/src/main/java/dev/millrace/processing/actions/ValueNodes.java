package dev.millrace.processing.actions;

import dev.millrace.config.ConfigNode;
import dev.millrace.config.ConfigNode.ListNode;
import dev.millrace.config.ConfigNode.MapNode;
import dev.millrace.config.ConfigNode.ScalarNode;
import dev.millrace.data.edit.AnyValue;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Attribute values as a configuration has them: the type is that of the YAML value. */
public final class ValueNodes {
  private static final int LONG_BITS = 64;

  private ValueNodes() {}

  /** The value; null stands for one that is empty. */
  public static AnyValue of(ConfigNode node) {
    if (node instanceof MapNode map) {
      Map<String, AnyValue> values = new LinkedHashMap<>();
      map.entries().forEach((key, entry) -> values.put(key, of(entry.value())));
      return AnyValue.of(values);
    }
    if (node instanceof ListNode list) {
      List<AnyValue> values = new ArrayList<>();
      list.items().forEach(item -> values.add(of(item)));
      return AnyValue.of(values);
    }
    Object value = ((ScalarNode) node).value();
    if (value == null) {
      return AnyValue.EMPTY;
    }
    if (value instanceof Boolean bool) {
      return AnyValue.of(bool);
    }
    if (value instanceof Long whole) {
      return AnyValue.of(whole);
    }
    if (value instanceof BigInteger big) { // what fits an unsigned number wraps, as in Go
      return big.bitLength() <= LONG_BITS && big.signum() > 0
          ? AnyValue.of(big.longValue())
          : AnyValue.of(big.doubleValue());
    }
    return value instanceof Double real ? AnyValue.of(real) : AnyValue.of(value.toString());
  }
}
