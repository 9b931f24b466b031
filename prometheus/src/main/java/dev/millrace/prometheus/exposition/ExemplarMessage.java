package dev.millrace.prometheus.exposition;

import dev.millrace.data.schema.WireType;
import dev.millrace.data.wire.ProtoReader;

/** An exemplar of the protobuf format. Filled anew for each message. */
final class ExemplarMessage {
  private static final int LABEL = 1;
  private static final int VALUE = 2;
  private static final int TIMESTAMP = 3;

  private final ProtoReader reader = new ProtoReader();
  private final ProtoReader inner = new ProtoReader();
  private final LabelPairs labels = new LabelPairs();
  private double value;
  private boolean hasTimestamp;
  private long timestampMillis;

  void read(byte[] bytes, int from, int to) {
    labels.clear();
    value = 0;
    hasTimestamp = false;
    timestampMillis = 0;
    reader.reset(bytes, from, to);
    while (reader.next()) {
      int field = reader.field();
      if (field == VALUE) {
        value = reader.asDouble();
      } else if (field == LABEL || field == TIMESTAMP) {
        if (reader.wireType() != WireType.LENGTH) {
          throw new IllegalArgumentException("field " + field + " of an exemplar is no message");
        }
        readMessage(field, bytes);
      }
    }
  }

  private void readMessage(int field, byte[] bytes) {
    if (field == LABEL) {
      labels.add(bytes, reader.valueStart(), reader.valueEnd());
    } else {
      reader.enter(inner);
      timestampMillis = Timestamps.millis(inner);
      hasTimestamp = true;
    }
  }

  LabelPairs labels() {
    return labels;
  }

  double value() {
    return value;
  }

  boolean hasTimestamp() {
    return hasTimestamp;
  }

  long timestampMillis() {
    return timestampMillis;
  }
}
