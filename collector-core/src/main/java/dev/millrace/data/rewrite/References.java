package dev.millrace.data.rewrite;

import dev.millrace.data.Slice;
import dev.millrace.data.schema.WireType;
import dev.millrace.data.wire.ProtoReader;
import dev.millrace.data.wire.ProtoWriter;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Resolves what attributes in a request of profiles say by numbers into its string table: keys and
 * texts. Number 0 and numbers that the table does not have stand for nothing.
 */
final class References {
  private static final int ATTRIBUTE = 1 << 3 | WireType.LENGTH;
  private static final int DICTIONARY = 2 << 3 | WireType.LENGTH;
  private static final int STRING = 5 << 3 | WireType.LENGTH;
  private static final int KEY = 1 << 3 | WireType.LENGTH;
  private static final int VALUE = 2 << 3 | WireType.LENGTH;
  private static final int KEY_INDEX = 3 << 3 | WireType.VARINT;
  private static final int ARRAY = 5 << 3 | WireType.LENGTH;
  private static final int MAP = 6 << 3 | WireType.LENGTH;
  private static final int TEXT_INDEX = 8 << 3 | WireType.VARINT;

  private final Slice request;
  private @Nullable List<Slice> strings;

  References(Slice request) {
    this.request = request;
  }

  /** The resource with keys and texts in place of numbers. */
  Slice resolve(Slice resource) {
    ProtoWriter out = new ProtoWriter(resource.length() + 64);
    list(new ProtoReader(resource), ATTRIBUTE, out, true);
    return out.take();
  }

  /** Copies a message in which {@code tag} holds attributes or values. */
  private void list(ProtoReader message, int tag, ProtoWriter out, boolean isOfAttributes) {
    while (message.next()) {
      if (message.tag() != tag) {
        copy(message, out);
        continue;
      }
      int mark = out.begin(message.field(), message.valueLength());
      ProtoReader element = new ProtoReader(message.asSlice());
      if (isOfAttributes) {
        attribute(element, out);
      } else {
        value(element, out);
      }
      out.end(mark);
    }
  }

  private static void copy(ProtoReader field, ProtoWriter out) {
    out.raw(field.array(), field.fieldStart(), field.fieldEnd() - field.fieldStart());
  }

  private void attribute(ProtoReader attribute, ProtoWriter out) {
    Slice key = null;
    while (attribute.next()) {
      switch (attribute.tag()) {
        case KEY_INDEX -> key = string(attribute.asInt());
        case VALUE -> {
          int mark = out.begin(2, attribute.valueLength());
          value(new ProtoReader(attribute.asSlice()), out);
          out.end(mark);
        }
        default -> copy(attribute, out);
      }
    }
    if (key != null) { // behind a key that was written out: the last one counts
      out.bytes(KEY >>> 3, key);
    }
  }

  private void value(ProtoReader value, ProtoWriter out) {
    while (value.next()) {
      Slice text = value.tag() == TEXT_INDEX ? string(value.asInt()) : null;
      if (text != null) {
        out.bytes(1, text);
      } else if (value.tag() == ARRAY || value.tag() == MAP) {
        int mark = out.begin(value.field(), value.valueLength());
        list(new ProtoReader(value.asSlice()), ATTRIBUTE, out, value.tag() == MAP);
        out.end(mark);
      } else {
        copy(value, out);
      }
    }
  }

  private @Nullable Slice string(int index) {
    if (strings == null) {
      strings = read();
    }
    return index > 0 && index < strings.size() ? strings.get(index) : null;
  }

  private List<Slice> read() {
    List<Slice> found = new ArrayList<>();
    ProtoReader fields = new ProtoReader(request);
    ProtoReader dictionary = new ProtoReader();
    while (fields.next()) {
      if (fields.tag() == DICTIONARY) {
        fields.enter(dictionary);
        while (dictionary.next()) {
          if (dictionary.tag() == STRING) {
            found.add(dictionary.asSlice());
          }
        }
      }
    }
    return found;
  }
}
