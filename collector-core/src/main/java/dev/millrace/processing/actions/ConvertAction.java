package dev.millrace.processing.actions;

import dev.millrace.data.edit.AnyValue;
import dev.millrace.data.edit.AttributeKey;
import dev.millrace.data.rewrite.AttributeTable;
import dev.millrace.data.view.ValueKind;
import dev.millrace.data.view.ValueView;
import org.jspecify.annotations.Nullable;

/** Gives a value another type where it has one there; else leaves it. */
record ConvertAction(AttributeKey key, ValueType type) implements Action {

  @Override
  public void apply(AttributeTable attributes, RunScratch scratch) {
    int row = attributes.find(key);
    if (row == AttributeTable.NONE) {
      return;
    }
    ValueView value = attributes.value(row);
    if (isThat(value.kind())) {
      return;
    }
    AnyValue converted =
        switch (type) {
          case STRING -> AnyValue.of(value.asString());
          case INT -> toInt(value);
          case DOUBLE -> toDouble(value);
        };
    if (converted == null) {
      scratch.notConverted(key, value, type);
    } else {
      attributes.put(row, key, converted);
    }
  }

  private boolean isThat(ValueKind kind) {
    return switch (type) {
      case STRING -> kind == ValueKind.STRING;
      case INT -> kind == ValueKind.INT;
      case DOUBLE -> kind == ValueKind.DOUBLE;
    };
  }

  private static @Nullable AnyValue toInt(ValueView value) {
    return switch (value.kind()) {
      case BOOL -> AnyValue.of(value.boolValue() ? 1L : 0L);
      case INT -> AnyValue.of(value.intValue());
      case DOUBLE -> AnyValue.of((long) value.doubleValue());
      case STRING -> {
        Long number = GoNumbers.parseInt(value.stringValue());
        yield number == null ? null : AnyValue.of(number);
      }
      case EMPTY, ARRAY, MAP, BYTES -> null;
    };
  }

  private static @Nullable AnyValue toDouble(ValueView value) {
    return switch (value.kind()) {
      case BOOL -> AnyValue.of(value.boolValue() ? 1.0 : 0.0);
      case INT -> AnyValue.of((double) value.intValue());
      case DOUBLE -> AnyValue.of(value.doubleValue());
      case STRING -> {
        Double number = GoNumbers.parseFloat(value.stringValue());
        yield number == null ? null : AnyValue.of(number);
      }
      case EMPTY, ARRAY, MAP, BYTES -> null;
    };
  }
}
