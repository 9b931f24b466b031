package dev.millrace.processing.match;

import dev.millrace.data.edit.AnyValue;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Whether two values are the same, however they are encoded; the order in maps does not count. */
final class SameValue {

  private SameValue() {}

  static boolean test(AnyValue a, @Nullable AnyValue b) {
    if (b == null) {
      return false;
    }
    if (a.equals(b)) {
      return a.kind() != AnyValue.Kind.DOUBLE || !Double.isNaN(a.asDouble());
    }
    if (a.kind() != b.kind()) {
      return false;
    }
    return switch (a.kind()) {
      case EMPTY -> true;
      case STRING -> a.asString().equals(b.asString());
      case BOOL -> a.asBoolean() == b.asBoolean();
      case INT -> a.asLong() == b.asLong();
      case DOUBLE -> a.asDouble() == b.asDouble();
      case BYTES -> Arrays.equals(a.asBytes().copy().array(), b.asBytes().copy().array());
      case ARRAY -> isSameList(a.asList(), b.asList());
      case MAP -> isSameMap(a.asMap(), b.asMap());
    };
  }

  private static boolean isSameList(List<AnyValue> a, List<AnyValue> b) {
    if (a.size() != b.size()) {
      return false;
    }
    for (int i = 0; i < a.size(); i++) {
      if (!test(a.get(i), b.get(i))) {
        return false;
      }
    }
    return true;
  }

  private static boolean isSameMap(Map<String, AnyValue> a, Map<String, AnyValue> b) {
    return a.size() == b.size()
        && a.entrySet().stream().allMatch(entry -> test(entry.getValue(), b.get(entry.getKey())));
  }
}
