package dev.millrace.processing.actions;

import com.google.re2j.Pattern;
import dev.millrace.data.edit.AnyValue;
import dev.millrace.data.edit.AttributeKey;
import dev.millrace.data.rewrite.AttributeTable;
import dev.millrace.data.view.ValueView;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Replaces values with their SHA-256 in hexadecimal: of a key, and of the keys that a pattern
 * matches. As in the Go collector a key that both name is hashed twice, and what is no text, number
 * or truth value becomes an empty text.
 */
record HashAction(@Nullable AttributeKey key, @Nullable Pattern pattern) implements Action {
  private static final byte[] TRUE = {1};
  private static final byte[] FALSE = {0};

  @Override
  public void apply(AttributeTable attributes, RunScratch scratch) {
    if (key != null) {
      int row = attributes.find(key);
      if (row != AttributeTable.NONE) {
        attributes.put(row, key, hash(attributes.value(row), scratch));
      }
    }
    if (pattern == null) {
      return;
    }
    KeyPattern keys = scratch.keys(pattern);
    for (int row = 0; row < attributes.rows(); row++) {
      if (attributes.has(row) && keys.matches(attributes, row)) {
        attributes.set(row, hash(attributes.value(row), scratch));
      }
    }
  }

  private static AnyValue hash(ValueView value, RunScratch scratch) {
    return switch (value.kind()) {
      case STRING -> scratch.sha256(value.stringValue().getBytes(StandardCharsets.UTF_8));
      case BOOL -> scratch.sha256(value.boolValue() ? TRUE : FALSE);
      case INT -> scratch.sha256(littleEndian(value.intValue()));
      case DOUBLE -> scratch.sha256(littleEndian(Double.doubleToRawLongBits(value.doubleValue())));
      case EMPTY, ARRAY, MAP, BYTES -> AnyValue.of("");
    };
  }

  private static byte[] littleEndian(long bits) {
    return ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN).putLong(bits).array();
  }
}
