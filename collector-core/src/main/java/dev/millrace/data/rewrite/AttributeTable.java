package dev.millrace.data.rewrite;

import dev.millrace.data.Slice;
import dev.millrace.data.edit.AnyValue;
import dev.millrace.data.edit.AttributeKey;
import dev.millrace.data.view.ValueView;
import dev.millrace.data.wire.ProtoWriter;
import java.nio.charset.StandardCharsets;

/**
 * The attributes of one message: rows from 0 to {@link #rows}, some of which may be gone. Of one
 * that a rewrite stands at changes are taken over when the visitor returns.
 *
 * <p>OTLP forbids a key to come twice, but bytes may hold it: reading takes the first one, putting
 * and removing leave none of the others. Putting the value that is there already is no change.
 *
 * <p>Threading: one thread at a time. Lifetime: until the visitor returns; what {@link #value}
 * points to until the next call that changes something or asks for a value.
 */
public final class AttributeTable {
  /** What {@link #find} answers for an absent key. */
  public static final int NONE = -1;

  private static final byte[] NOTHING = {};

  private final Entries entries = new Entries();
  private final ValueView value = new ValueView();
  private byte[] array = NOTHING;
  private int from;
  private int end;
  private int growth;
  private boolean isChanged;

  /** Of nothing yet. */
  public AttributeTable() {}

  /** Points this at the message in that range, whose attributes are in field {@code number}. */
  public void bind(byte[] array, int from, int end, int number) {
    this.array = array;
    this.from = from;
    this.end = end;
    entries.read(array, from, end, number);
    growth = 0;
    isChanged = false;
  }

  /** The array that the message lies in which has these attributes. */
  public byte[] array() {
    return array;
  }

  /** Where the message begins. */
  public int from() {
    return from;
  }

  /** Behind the last byte of the message. */
  public int end() {
    return end;
  }

  /** Rows, those that are gone included. */
  public int rows() {
    return entries.count();
  }

  /** Whether a row is still there. */
  public boolean has(int row) {
    return entries.isThere(row);
  }

  /** The first row with that key, {@link #NONE} where there is none. */
  public int find(AttributeKey key) {
    return entries.find(key.utf8(), 0);
  }

  /** Whether a row has the key with these bytes. */
  public boolean hasKey(int row, byte[] utf8) {
    return entries.hasKey(row, utf8);
  }

  /** A number that rows with the same key share. */
  public int keyHash(int row) {
    byte[] source = entries.keySourceOf(row);
    int start = entries.key(row);
    int hash = 1;
    for (int i = start + entries.keyLength(row) - 1; i >= start; i--) {
      hash = 31 * hash + source[i];
    }
    return hash;
  }

  /** The key of a row. */
  public String key(int row) {
    return new String(
        entries.keySourceOf(row), entries.key(row), entries.keyLength(row), StandardCharsets.UTF_8);
  }

  /** The value of a row: one view for all. */
  public ValueView value(int row) {
    value.point(entries.valueSource(row), entries.value(row), entries.valueEnd(row));
    return value;
  }

  /** Sets a key, whether or not it is there. */
  public void put(AttributeKey key, AnyValue value) {
    put(find(key), key, value);
  }

  /**
   * Sets a key.
   *
   * @param row what {@link #find} answers for the key
   */
  public void put(int row, AttributeKey key, AnyValue value) {
    Slice encoded = value.encoded();
    put(row, key.utf8(), encoded.array(), encoded.offset(), encoded.length());
  }

  /**
   * Gives a key the value of another row.
   *
   * @param row what {@link #find} answers for the key
   */
  public void copy(int source, int row, AttributeKey key) {
    int start = entries.value(source);
    int length = entries.valueEnd(source) - start;
    put(row, key.utf8(), entries.valueSource(source), start, length);
  }

  /** Sets the value of a row. */
  public void set(int row, AnyValue value) {
    Slice encoded = value.encoded();
    set(row, encoded.array(), encoded.offset(), encoded.length());
  }

  private void put(int row, byte[] key, byte[] source, int start, int length) {
    if (row == NONE) {
      growth += entries.size(entries.append(key, source, start, length));
      isChanged = true;
    } else {
      set(row, source, start, length);
      removeFrom(key, row + 1);
    }
  }

  private void set(int row, byte[] source, int start, int length) {
    if (entries.hasValue(row, source, start, start + length)) {
      return;
    }
    int before = entries.size(row);
    entries.replace(row, source, start, length);
    growth += entries.size(row) - before;
    isChanged = true;
  }

  /** Removes a key. */
  public void remove(AttributeKey key) {
    removeFrom(key.utf8(), 0);
  }

  private void removeFrom(byte[] key, int first) {
    for (int row = entries.find(key, first); row >= 0; row = entries.find(key, row + 1)) {
      remove(row);
    }
  }

  /** Removes a row that is there. */
  public void remove(int row) {
    growth -= entries.size(row);
    entries.remove(row);
    isChanged = true;
  }

  boolean isChanged() {
    return isChanged;
  }

  /** Bytes of the message with its changes. */
  int size() {
    return end - from + growth;
  }

  /** Writes the message with its changes. */
  void write(ProtoWriter out) {
    entries.write(from, end, out);
  }
}
