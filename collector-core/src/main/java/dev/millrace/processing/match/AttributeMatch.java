package dev.millrace.processing.match;

import dev.millrace.data.edit.AnyValue;
import dev.millrace.data.edit.AttributeKey;
import dev.millrace.data.rewrite.AttributeTable;
import dev.millrace.data.text.DoubleText;
import dev.millrace.data.view.ValueView;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An attribute that must be there.
 *
 * @param text what its value must match as a text; null where that is not asked
 * @param value what its value must be; null where that is not asked
 */
public record AttributeMatch(AttributeKey key, @Nullable TextSet text, @Nullable AnyValue value) {

  static boolean all(List<AttributeMatch> matches, AttributeTable attributes) {
    for (AttributeMatch match : matches) {
      if (!match.matches(attributes)) {
        return false;
      }
    }
    return true;
  }

  private boolean matches(AttributeTable attributes) {
    int row = attributes.find(key);
    if (row == AttributeTable.NONE) {
      return false;
    }
    if (text != null) {
      String found = text(attributes.value(row));
      return found != null && text.matches(found);
    }
    return value == null || isSame(value, attributes.value(row));
  }

  private static @Nullable String text(ValueView value) {
    return switch (value.kind()) {
      case STRING -> value.stringValue();
      case BOOL -> Boolean.toString(value.boolValue());
      case INT -> Long.toString(value.intValue());
      case DOUBLE -> DoubleText.plain(value.doubleValue());
      case EMPTY, ARRAY, MAP, BYTES -> null;
    };
  }

  private static boolean isSame(AnyValue expected, ValueView found) {
    return SameValue.test(expected, AnyValue.ofEncoded(found.bytes()));
  }
}
