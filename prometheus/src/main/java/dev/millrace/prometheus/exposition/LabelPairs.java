package dev.millrace.prometheus.exposition;

import dev.millrace.data.schema.WireType;
import dev.millrace.data.wire.ProtoReader;
import dev.millrace.data.wire.ProtoWriter;
import dev.millrace.data.wire.Utf8;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The labels of a metric or an exemplar in the protobuf format, where they lie. */
final class LabelPairs {
  private static final int NAME = 1;
  private static final int VALUE = 2;
  private static final int INTS_PER_LABEL = 4;

  private final ProtoReader reader = new ProtoReader();
  private byte[] bytes = new byte[0];

  /** Starts and ends of names and values in turn. */
  private int[] offsets = new int[8 * INTS_PER_LABEL];

  private int size;

  void clear() {
    size = 0;
  }

  /** Adds a {@code LabelPair}. */
  void add(byte[] page, int from, int to) {
    bytes = page;
    int at = size++ * INTS_PER_LABEL;
    if (at == offsets.length) {
      offsets = Arrays.copyOf(offsets, 2 * at);
    }
    Arrays.fill(offsets, at, at + INTS_PER_LABEL, from);
    reader.reset(page, from, to);
    while (reader.next()) {
      int field = reader.field();
      if (field == NAME || field == VALUE) {
        if (reader.wireType() != WireType.LENGTH) {
          throw new IllegalArgumentException("field " + field + " of a label is no text");
        }
        int part = field == NAME ? at : at + 2;
        offsets[part] = reader.valueStart();
        offsets[part + 1] = reader.valueEnd();
      }
    }
  }

  int size() {
    return size;
  }

  /** What is wrong with the labels, empty when nothing is. */
  String fault() {
    for (int i = 0; i < size; i++) {
      int at = i * INTS_PER_LABEL;
      if (offsets[at] == offsets[at + 1] || !isText(at)) {
        return "invalid label name: " + name(i);
      }
      if (!isText(at + 2)) {
        return "invalid label value: " + value(i);
      }
    }
    return "";
  }

  private boolean isText(int at) {
    return Utf8.isValid(bytes, offsets[at], offsets[at + 1]);
  }

  String name(int label) {
    return text(label * INTS_PER_LABEL);
  }

  String value(int label) {
    return text(label * INTS_PER_LABEL + 2);
  }

  private String text(int at) {
    return new String(bytes, offsets[at], offsets[at + 1] - offsets[at], StandardCharsets.UTF_8);
  }

  /** Writes names and values so that no two lists of labels look alike. */
  void write(ProtoWriter out) {
    for (int i = 0; i < 2 * size; i++) {
      int start = offsets[2 * i];
      int length = offsets[2 * i + 1] - start;
      out.rawVarint(length);
      out.raw(bytes, start, length);
    }
    out.rawVarint(0);
  }
}
