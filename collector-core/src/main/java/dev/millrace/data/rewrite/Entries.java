package dev.millrace.data.rewrite;

import dev.millrace.data.schema.WireType;
import dev.millrace.data.wire.ProtoReader;
import dev.millrace.data.wire.ProtoWriter;
import java.util.Arrays;

/**
 * The attributes of one message as a flat table, in order: a row of eight numbers for each. What is
 * written anew lies in the arena, which only grows; it is copied into the result at the end.
 *
 * <p>The bytes passed the walk, so reading only hops over them.
 */
final class Entries {
  static final int STRIDE = 8;

  /** Start and end of the field as it came; nothing for an added one. */
  private static final int FIELD = 0;

  private static final int FIELD_END = 1;
  private static final int KEY = 2;
  private static final int KEY_END = 3;
  private static final int VALUE = 4;
  private static final int VALUE_END = 5;
  private static final int STATE = 6;

  /** Where a field begins in the arena that was written anew; its value is the last in it. */
  private static final int WRITTEN = 7;

  private static final int CHANGED = 1;
  private static final int REMOVED = 2;
  private static final int KEY_COPIED = 4;
  private static final int VALUE_COPIED = 8;

  /** Not just a key and a value in that order, as encoders write it. */
  private static final int ODD = 16;

  private static final int KEY_NUMBER = 1;
  private static final int VALUE_NUMBER = 2;
  private static final int KEY_TAG = KEY_NUMBER << 3 | WireType.LENGTH;
  private static final int VALUE_TAG = VALUE_NUMBER << 3 | WireType.LENGTH;

  private final ProtoWriter arena = new ProtoWriter(256);
  private final ProtoReader reader = new ProtoReader();
  private int[] rows = new int[16 * STRIDE];
  private int end;
  private int original;
  private byte[] array = {};
  private int number;

  /** Finds the fields of that number in a message. */
  void read(byte[] array, int from, int end, int number) {
    this.array = array;
    this.number = number;
    this.end = 0;
    arena.reset();
    int tag = number << 3 | WireType.LENGTH;
    int at = from;
    while (at < end) {
      int start = at;
      int found = array[at];
      if (found == tag && array[at + 1] >= 0) {
        at += 2 + array[at + 1];
        add(start, start + 2, at);
      } else {
        at = hop(start, end, found, tag);
      }
    }
    original = this.end;
  }

  private int hop(int start, int end, int found, int tag) {
    if (found < 0 || found == tag) {
      return step(start, end, tag);
    }
    return switch (found & 7) {
      case WireType.FIXED64 -> start + 9;
      case WireType.FIXED32 -> start + 5;
      case WireType.LENGTH -> {
        int length = array[start + 1];
        yield length >= 0 ? start + 2 + length : step(start, end, tag);
      }
      case WireType.VARINT -> {
        int last = start + 1;
        while (array[last] < 0) {
          last++;
        }
        yield last + 1;
      }
      default -> step(start, end, tag);
    };
  }

  /** Over any field. */
  private int step(int start, int end, int tag) {
    reader.reset(array, start, end);
    reader.next();
    int next = reader.fieldEnd();
    if (reader.tag() == tag) {
      add(start, reader.valueStart(), next);
    }
    return next;
  }

  private void add(int field, int from, int end) {
    int at = row();
    rows[at + FIELD] = field;
    rows[at + FIELD_END] = end;
    if (!isPlain(from, end, at)) {
      normalize(from, end, at);
    }
  }

  private int row() {
    int at = end;
    end += STRIDE;
    if (end > rows.length) {
      rows = Arrays.copyOf(rows, 2 * rows.length);
    }
    return at;
  }

  private boolean isPlain(int from, int end, int at) {
    if (end - from < 4 || array[from] != KEY_TAG || array[from + 1] < 0) {
      return false;
    }
    int keyEnd = from + 2 + array[from + 1];
    if (keyEnd > end - 2 || array[keyEnd] != VALUE_TAG) {
      return false;
    }
    int length = array[keyEnd + 1];
    int value = keyEnd + 2;
    if (length < 0 && value < end && array[value] > 0) {
      length = (length & 0x7f) | array[value++] << 7;
    }
    if (value + length != end) {
      return false;
    }
    rows[at + KEY] = from + 2;
    rows[at + KEY_END] = keyEnd;
    rows[at + VALUE] = value;
    rows[at + VALUE_END] = end;
    rows[at + STATE] = 0;
    return true;
  }

  /**
   * Of several keys the last counts; several values are merged, which is laying them end to end.
   */
  private void normalize(int from, int end, int at) {
    int key = arena.size();
    reader.reset(array, from, end);
    while (reader.next()) {
      if (reader.tag() == KEY_TAG) {
        arena.truncate(key);
        arena.raw(array, reader.valueStart(), reader.valueLength());
      }
    }
    rows[at + KEY] = key;
    rows[at + KEY_END] = arena.size();
    rows[at + VALUE] = arena.size();
    reader.reset(array, from, end);
    while (reader.next()) {
      if (reader.tag() == VALUE_TAG) {
        arena.raw(array, reader.valueStart(), reader.valueLength());
      }
    }
    rows[at + VALUE_END] = arena.size();
    rows[at + STATE] = KEY_COPIED | VALUE_COPIED | ODD;
  }

  int count() {
    return end / STRIDE;
  }

  /** The first row from {@code first} on that is there and has that key, -1 where there is none. */
  int find(byte[] key, int first) {
    for (int at = first * STRIDE; at < end; at += STRIDE) {
      if (rows[at + KEY_END] - rows[at + KEY] == key.length
          && (rows[at + STATE] & REMOVED) == 0
          && hasKey(at / STRIDE, key)) {
        return at / STRIDE;
      }
    }
    return -1;
  }

  boolean hasKey(int row, byte[] key) {
    int at = row * STRIDE;
    return Arrays.equals(keySource(at), rows[at + KEY], rows[at + KEY_END], key, 0, key.length);
  }

  private byte[] keySource(int at) {
    return (rows[at + STATE] & KEY_COPIED) == 0 ? array : arena.array();
  }

  boolean isThere(int row) {
    return (rows[row * STRIDE + STATE] & REMOVED) == 0;
  }

  byte[] keySourceOf(int row) {
    return keySource(row * STRIDE);
  }

  int key(int row) {
    return rows[row * STRIDE + KEY];
  }

  int keyLength(int row) {
    return rows[row * STRIDE + KEY_END] - rows[row * STRIDE + KEY];
  }

  byte[] valueSource(int row) {
    return (rows[row * STRIDE + STATE] & VALUE_COPIED) == 0 ? array : arena.array();
  }

  int value(int row) {
    return rows[row * STRIDE + VALUE];
  }

  int valueEnd(int row) {
    return rows[row * STRIDE + VALUE_END];
  }

  boolean hasValue(int row, byte[] source, int from, int to) {
    return Arrays.equals(valueSource(row), value(row), valueEnd(row), source, from, to);
  }

  /** Bytes of the field as it is now. */
  int size(int row) {
    int at = row * STRIDE;
    int state = rows[at + STATE];
    if ((state & REMOVED) != 0) {
      return 0;
    }
    return (state & CHANGED) == 0
        ? rows[at + FIELD_END] - rows[at + FIELD]
        : rows[at + VALUE_END] - rows[at + WRITTEN];
  }

  void remove(int row) {
    rows[row * STRIDE + STATE] |= REMOVED | CHANGED;
  }

  /** Adds a row; the answer is its number. */
  int append(byte[] key, byte[] source, int from, int length) {
    int at = row();
    rows[at + WRITTEN] = arena.size();
    begin(key.length, length);
    arena.bytes(KEY_NUMBER, key);
    rows[at + KEY] = arena.size() - key.length;
    rows[at + KEY_END] = arena.size();
    rows[at + STATE] = KEY_COPIED;
    value(at, source, from, length);
    return at / STRIDE;
  }

  /** Gives a row another value. */
  void replace(int row, byte[] source, int from, int length) {
    int at = row * STRIDE;
    int start = arena.size();
    if ((rows[at + STATE] & ODD) == 0) {
      int keyLength = keyLength(row);
      begin(keyLength, length);
      arena.bytes(KEY_NUMBER, keySource(at), rows[at + KEY], keyLength);
      value(at, source, from, length);
    } else {
      int mark = arena.begin(number, rows[at + FIELD_END] - rows[at + FIELD] + length);
      copyWithoutValue(at);
      value(at, source, from, length);
      arena.end(mark);
      rows[at + VALUE] = arena.size() - length;
      rows[at + VALUE_END] = arena.size();
    }
    rows[at + WRITTEN] = start;
  }

  private void begin(int keyLength, int valueLength) {
    arena.tag(number, WireType.LENGTH);
    arena.rawVarint(
        ProtoWriter.sizeOfBytes(KEY_NUMBER, keyLength)
            + (long) ProtoWriter.sizeOfBytes(VALUE_NUMBER, valueLength));
  }

  private void value(int at, byte[] source, int from, int length) {
    arena.bytes(VALUE_NUMBER, source, from, length);
    rows[at + VALUE] = arena.size() - length;
    rows[at + VALUE_END] = arena.size();
    rows[at + STATE] |= VALUE_COPIED | CHANGED;
  }

  /** All fields of an odd entry but its value, among them those that nobody knows. */
  private void copyWithoutValue(int at) {
    reader.reset(array, rows[at + FIELD], rows[at + FIELD_END]);
    reader.next();
    reader.reset(array, reader.valueStart(), reader.valueEnd());
    while (reader.next()) {
      if (reader.tag() != VALUE_TAG) {
        arena.raw(array, reader.fieldStart(), reader.fieldEnd() - reader.fieldStart());
      }
    }
  }

  /** Writes the message in {@code [from, end)} with the changes. */
  void write(int from, int end, ProtoWriter out) {
    byte[] written = arena.array();
    int copied = from;
    for (int at = 0; at < original; at += STRIDE) {
      int state = rows[at + STATE];
      if ((state & CHANGED) != 0) {
        out.raw(array, copied, rows[at + FIELD] - copied);
        copied = rows[at + FIELD_END];
        if ((state & REMOVED) == 0) {
          out.raw(written, rows[at + WRITTEN], rows[at + VALUE_END] - rows[at + WRITTEN]);
        }
      }
    }
    out.raw(array, copied, end - copied);
    for (int at = original; at < this.end; at += STRIDE) {
      if ((rows[at + STATE] & REMOVED) == 0) {
        out.raw(written, rows[at + WRITTEN], rows[at + VALUE_END] - rows[at + WRITTEN]);
      }
    }
  }
}
