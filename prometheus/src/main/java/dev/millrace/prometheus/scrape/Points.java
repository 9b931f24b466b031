package dev.millrace.prometheus.scrape;

import dev.millrace.data.wire.LittleEndian;
import dev.millrace.data.wire.ProtoWriter;
import java.util.Arrays;

/**
 * The data points that the target's pages made: a family and attributes, and what is remembered
 * from one page to the next. Each encoded attribute is kept once for the target: a point's key
 * lists their numbers.
 *
 * <p>The state of a point counts only while {@link #emitted} is the last good scrape.
 */
final class Points {
  private static final int START = 0;
  private static final int LAST = 1;
  private static final int EMITTED = 2;
  private static final int COLUMNS = 3;

  private static final int VARINT_SHIFT = 7;
  private static final int VARINT_BITS = (1 << VARINT_SHIFT) - 1;

  private final ByteTable keys = new ByteTable();
  private final ByteTable attributes = new ByteTable();
  private long[] rows = new long[8 * COLUMNS];

  /** Time stamps that the page gave, 0 where it gave none; null when it never gave any. */
  private long @org.jspecify.annotations.Nullable [] times;

  int count() {
    return keys.count();
  }

  /** The number of an encoded attribute. */
  int attribute(byte[] source, int from, int to) {
    int number = attributes.find(source, from, to);
    return number < 0 ? attributes.add(source, from, to) : number;
  }

  /** Starts a key; the numbers of its attributes follow as varints. */
  static void beginKey(ProtoWriter key, int family) {
    key.reset();
    key.rawFixed32(family);
  }

  /** The point of a key. */
  int get(byte[] key, int length) {
    int point = keys.find(key, 0, length);
    return point < 0 ? add(key, 0, length) : point;
  }

  private int add(byte[] key, int from, int to) {
    int point = keys.add(key, from, to);
    int at = point * COLUMNS;
    if (at + COLUMNS > rows.length) {
      rows = Arrays.copyOf(rows, ByteTable.grown(rows.length, at + COLUMNS));
    }
    return point;
  }

  int family(int point) {
    return LittleEndian.getInt(keys.array(), keys.start(point));
  }

  /** Writes the attributes. */
  void writeAttributes(int point, ProtoWriter out) {
    byte[] key = keys.array();
    int end = keys.end(point);
    int at = keys.start(point) + Integer.BYTES;
    while (at < end) {
      int number = number(key, at);
      int start = attributes.start(number);
      out.raw(attributes.array(), start, attributes.end(number) - start);
      at += ProtoWriter.sizeOfVarint(number);
    }
  }

  /** Bytes that {@link #writeAttributes} writes. */
  int attributesLength(int point) {
    byte[] key = keys.array();
    int end = keys.end(point);
    int at = keys.start(point) + Integer.BYTES;
    int length = 0;
    while (at < end) {
      int number = number(key, at);
      length += attributes.end(number) - attributes.start(number);
      at += ProtoWriter.sizeOfVarint(number);
    }
    return length;
  }

  private static int number(byte[] key, int start) {
    int at = start;
    int number = key[at] & VARINT_BITS;
    int shift = VARINT_SHIFT;
    while (key[at] < 0) {
      at++;
      number |= (key[at] & VARINT_BITS) << shift;
      shift += VARINT_SHIFT;
    }
    return number;
  }

  /** When the point started, in Unix nanoseconds; 0 when that is not known. */
  long start(int point) {
    return rows[point * COLUMNS + START];
  }

  /** The last value, or count. */
  double last(int point) {
    return Double.longBitsToDouble(rows[point * COLUMNS + LAST]);
  }

  void set(int point, long startNanos, double last) {
    rows[point * COLUMNS + START] = startNanos;
    rows[point * COLUMNS + LAST] = Double.doubleToRawLongBits(last);
  }

  /** The scrape that sent the point last. */
  int emitted(int point) {
    return (int) (rows[point * COLUMNS + EMITTED] >>> 32);
  }

  /** The number of the boundaries that it was sent with. */
  int layout(int point) {
    return (int) rows[point * COLUMNS + EMITTED];
  }

  void emitted(int point, int scrape, int layout) {
    rows[point * COLUMNS + EMITTED] = ((long) scrape << 32) | layout;
  }

  /** The time stamp that the page gave last time, in milliseconds; 0 when it gave none. */
  long time(int point) {
    return times == null || point >= times.length ? 0 : times[point];
  }

  void time(int point, long millis) {
    long[] all = times;
    if (all == null) {
      if (millis == 0) {
        return;
      }
      all = new long[count()];
    }
    if (point >= all.length) {
      all = Arrays.copyOf(all, Math.max(count(), point + 1));
    }
    all[point] = millis;
    times = all;
  }

  /**
   * Copies a point of other points to another number of its family.
   *
   * @param key scratch memory
   */
  int copy(Points from, int point, int family, ProtoWriter key) {
    beginKey(key, family);
    byte[] fromKey = from.keys.array();
    int end = from.keys.end(point);
    int at = from.keys.start(point) + Integer.BYTES;
    while (at < end) {
      int number = number(fromKey, at);
      ByteTable table = from.attributes;
      key.rawVarint(attribute(table.array(), table.start(number), table.end(number)));
      at += ProtoWriter.sizeOfVarint(number);
    }
    int copy = add(key.array(), 0, key.size());
    System.arraycopy(from.rows, point * COLUMNS, rows, copy * COLUMNS, COLUMNS);
    time(copy, from.time(point));
    return copy;
  }

  void trim() {
    keys.trim();
    attributes.trim();
    int used = count() * COLUMNS;
    if (rows.length - used > used / 16 + 8 * COLUMNS) {
      rows = Arrays.copyOf(rows, used + used / 32);
    }
  }
}
