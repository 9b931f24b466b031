package dev.millrace.processing.actions;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import dev.millrace.data.Slice;
import dev.millrace.data.view.ValueView;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The actions once more, on the generated classes and one attribute list at a time. */
final class NaiveActions {
  private final List<ActionConfig> actions;

  NaiveActions(List<ActionConfig> actions) {
    this.actions = actions;
  }

  /** Of each span, data point and log record below. */
  Message items(Message message) throws Exception {
    String type = message.getDescriptorForType().getName();
    if (type.equals("Span") || type.equals("LogRecord") || type.endsWith("DataPoint")) {
      return attributes(message.toBuilder());
    }
    boolean isAbove =
        type.endsWith("Request")
            || type.matches("(Resource|Scope)(Spans|Logs|Metrics)")
            || type.matches("Metric|Gauge|Sum|Summary|Histogram|ExponentialHistogram");
    return isAbove ? children(message) : message;
  }

  private Message children(Message message) throws Exception {
    Message.Builder builder = message.toBuilder();
    for (FieldDescriptor field : message.getAllFields().keySet()) {
      if (field.getJavaType() != FieldDescriptor.JavaType.MESSAGE) {
        continue;
      }
      if (field.isRepeated()) {
        for (int i = 0; i < message.getRepeatedFieldCount(field); i++) {
          builder.setRepeatedField(field, i, items((Message) message.getRepeatedField(field, i)));
        }
      } else {
        builder.setField(field, items((Message) message.getField(field)));
      }
    }
    return builder.build();
  }

  /** Of the resource in each group. */
  Message resources(Message request) throws Exception {
    Message.Builder builder = request.toBuilder();
    FieldDescriptor groups = request.getDescriptorForType().findFieldByNumber(1);
    for (int i = 0; i < request.getRepeatedFieldCount(groups); i++) {
      Message group = (Message) request.getRepeatedField(groups, i);
      FieldDescriptor field = group.getDescriptorForType().findFieldByNumber(1);
      Message before = (Message) group.getField(field);
      Message after = attributes(before.toBuilder());
      if (group.hasField(field) || !after.equals(before)) {
        builder.setRepeatedField(groups, i, group.toBuilder().setField(field, after).build());
      }
    }
    return builder.build();
  }

  private Message attributes(Message.Builder owner) throws Exception {
    FieldDescriptor field = owner.getDescriptorForType().findFieldByName("attributes");
    List<KeyValue> list = new ArrayList<>();
    for (int i = 0; i < owner.getRepeatedFieldCount(field); i++) {
      list.add((KeyValue) owner.getRepeatedField(field, i));
    }
    for (ActionConfig action : actions) {
      apply(action, list);
    }
    return owner.setField(field, list).build();
  }

  private static void apply(ActionConfig action, List<KeyValue> list) throws Exception {
    switch (action.action()) {
      case INSERT, UPDATE, UPSERT -> set(action, list);
      case DELETE -> {
        list.removeIf(entry -> !action.key().isEmpty() && entry.getKey().equals(action.key()));
        list.removeIf(entry -> isMatch(action, entry));
      }
      case HASH -> {
        int found = action.key().isEmpty() ? -1 : find(list, action.key());
        if (found >= 0) {
          put(list, action.key(), hash(list.get(found).getValue()));
        }
        for (int i = 0; i < list.size(); i++) {
          if (isMatch(action, list.get(i))) {
            KeyValue.Builder entry = list.get(i).toBuilder();
            list.set(i, entry.setValue(hash(entry.getValue())).build());
          }
        }
      }
      case EXTRACT -> extract(action, list);
      case CONVERT -> {
        int found = find(list, action.key());
        if (found >= 0) {
          AnyValue before = list.get(found).getValue();
          AnyValue after = convert(before, action.convertedType());
          if (after != before) {
            put(list, action.key(), after);
          }
        }
      }
    }
  }

  private static void set(ActionConfig action, List<KeyValue> list) throws Exception {
    AnyValue value;
    if (action.value() != null) {
      Slice encoded = action.value().encoded();
      value = AnyValue.parseFrom(encoded.copy().array());
    } else {
      int source = find(list, action.fromAttribute());
      if (source < 0) {
        return;
      }
      value = list.get(source).getValue();
    }
    boolean isThere = find(list, action.key()) >= 0;
    if (action.action() == ActionKind.UPSERT || isThere == (action.action() == ActionKind.UPDATE)) {
      put(list, action.key(), value);
    }
  }

  private static boolean isMatch(ActionConfig action, KeyValue entry) {
    return action.pattern() != null
        && Pattern.compile(action.pattern().pattern()).matcher(entry.getKey()).find();
  }

  private static void extract(ActionConfig action, List<KeyValue> list) {
    int found = find(list, action.key());
    if (found < 0 || !list.get(found).getValue().hasStringValue()) {
      return;
    }
    String text = list.get(found).getValue().getStringValue();
    Matcher matcher =
        Pattern.compile(action.pattern().pattern().replace("(?P<", "(?<")).matcher(text);
    if (matcher.find()) {
      Map<Integer, String> names = new TreeMap<>();
      action.pattern().namedGroups().forEach((name, group) -> names.put(group, name));
      names.forEach((group, name) -> {
        String part = matcher.group(group);
        put(list, name, text(part == null ? "" : part));
      });
    }
  }

  private static AnyValue convert(AnyValue value, ValueType type) {
    return switch (type) {
      case STRING -> {
        ValueView view = new ValueView();
        view.point(Slice.of(value.toByteArray()));
        yield value.hasStringValue() ? value : text(view.asString());
      }
      case INT -> toInt(value);
      case DOUBLE -> toDouble(value);
    };
  }

  private static AnyValue toInt(AnyValue value) {
    AnyValue.Builder out = AnyValue.newBuilder();
    return switch (value.getValueCase()) {
      case BOOL_VALUE -> out.setIntValue(value.getBoolValue() ? 1 : 0).build();
      case DOUBLE_VALUE -> out.setIntValue((long) value.getDoubleValue()).build();
      case STRING_VALUE -> {
        String text = value.getStringValue();
        boolean isNumber = text.matches("[+-]?[0-9]+");
        boolean fits = isNumber && new BigInteger(text.replace("+", "")).bitLength() < 64;
        yield fits ? out.setIntValue(Long.parseLong(text)).build() : value;
      }
      default -> value;
    };
  }

  private static AnyValue toDouble(AnyValue value) {
    AnyValue.Builder out = AnyValue.newBuilder();
    return switch (value.getValueCase()) {
      case BOOL_VALUE -> out.setDoubleValue(value.getBoolValue() ? 1 : 0).build();
      case INT_VALUE -> out.setDoubleValue(value.getIntValue()).build();
      case STRING_VALUE -> {
        String text = value.getStringValue();
        boolean isNumber = text.matches("[+-]?[0-9]+(\\.[0-9]+)?");
        yield isNumber ? out.setDoubleValue(Double.parseDouble(text)).build() : value;
      }
      default -> value;
    };
  }

  private static AnyValue hash(AnyValue value) throws Exception {
    ByteBuffer number = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
    byte[] bytes =
        switch (value.getValueCase()) {
          case STRING_VALUE -> value.getStringValue().getBytes(StandardCharsets.UTF_8);
          case BOOL_VALUE -> new byte[] {(byte) (value.getBoolValue() ? 1 : 0)};
          case INT_VALUE -> number.putLong(value.getIntValue()).array();
          case DOUBLE_VALUE -> number.putDouble(value.getDoubleValue()).array();
          default -> null;
        };
    if (bytes == null) {
      return text("");
    }
    byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes);
    return text("%064x".formatted(new BigInteger(1, digest)));
  }

  private static AnyValue text(String text) {
    return AnyValue.newBuilder().setStringValue(text).build();
  }

  private static int find(List<KeyValue> list, String key) {
    for (int i = 0; i < list.size(); i++) {
      if (list.get(i).getKey().equals(key)) {
        return i;
      }
    }
    return -1;
  }

  private static void put(List<KeyValue> list, String key, AnyValue value) {
    int found = find(list, key);
    if (found < 0) {
      list.add(KeyValue.newBuilder().setKey(key).setValue(value).build());
      return;
    }
    if (!list.get(found).getValue().equals(value)) { // an empty value may be there or not
      list.set(found, list.get(found).toBuilder().setValue(value).build());
    }
    for (int i = list.size() - 1; i > found; i--) {
      if (list.get(i).getKey().equals(key)) {
        list.remove(i);
      }
    }
  }
}
