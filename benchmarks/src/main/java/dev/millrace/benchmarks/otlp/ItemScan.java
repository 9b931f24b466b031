package dev.millrace.benchmarks.otlp;

/**
 * Counts the items of a request and finds when its parts were sent, looking at as little as
 * possible: written for itself, so that what is measured does not check itself.
 */
final class ItemScan {
  private static final int GROUPS = 1; // of a request, by resource
  private static final int SCOPES = 2; // of such a group
  private static final int ITEMS = 2; // of a scope's group
  private static final int POINTS = 1; // of a metric's data

  private final LoadSignal signal;
  private final byte[] bytes;
  private final Stamps stamps;
  private int items;
  private boolean stamped;

  private ItemScan(LoadSignal signal, byte[] bytes, Stamps stamps) {
    this.signal = signal;
    this.bytes = bytes;
    this.stamps = stamps;
  }

  /** Hears the time of the first item of each group. */
  interface Stamps {
    void stamp(long unixNanos);
  }

  /** The items of a request. */
  static int count(LoadSignal signal, byte[] bytes, Stamps stamps) {
    ItemScan scan = new ItemScan(signal, bytes, stamps);
    scan.messages(0, bytes.length, GROUPS, scan::group);
    return scan.items;
  }

  private interface Visitor {
    void visit(int from, int to);
  }

  private void group(int from, int to) {
    stamped = false;
    messages(from, to, SCOPES, (start, end) -> messages(start, end, ITEMS, this::item));
  }

  private void item(int from, int to) {
    switch (signal) {
      case TRACES -> {
        items++;
        stamp(from, to, 7);
      }
      case LOGS -> {
        items++;
        stamp(from, to, 1);
      }
      // gauge, sum, histogram, exponential histogram, summary
      case METRICS -> {
        for (int field : new int[] {5, 7, 9, 10, 11}) {
          messages(from, to, field, (start, end) -> messages(start, end, POINTS, this::point));
        }
      }
    }
  }

  private void point(int from, int to) {
    items++;
    stamp(from, to, 3);
  }

  private void stamp(int from, int to, int wanted) {
    int at = from;
    while (!stamped && at < to) {
      long tag = varint(at);
      at += varintBytes(at);
      if (tag >>> 3 == wanted && (tag & 7) == 1) {
        stamps.stamp(fixed64(at));
        stamped = true;
      }
      at = skip(at, (int) (tag & 7));
    }
  }

  private void messages(int from, int to, int wanted, Visitor visitor) {
    int at = from;
    while (at < to) {
      long tag = varint(at);
      at += varintBytes(at);
      int end = skip(at, (int) (tag & 7));
      if (tag >>> 3 == wanted && (tag & 7) == 2) {
        visitor.visit(at + varintBytes(at), end);
      }
      at = end;
    }
  }

  private int skip(int at, int wireType) {
    return switch (wireType) {
      case 0 -> at + varintBytes(at);
      case 1 -> at + 8;
      case 2 -> at + varintBytes(at) + (int) varint(at);
      case 5 -> at + 4;
      default -> throw new IllegalStateException("wire type " + wireType + " at " + at);
    };
  }

  private long varint(int at) {
    long value = 0;
    int shift = 0;
    int next = at;
    while (bytes[next] < 0) {
      value |= (bytes[next++] & 0x7fL) << shift;
      shift += 7;
    }
    return value | (long) bytes[next] << shift;
  }

  private int varintBytes(int at) {
    int next = at;
    while (bytes[next] < 0) {
      next++;
    }
    return next - at + 1;
  }

  private long fixed64(int at) {
    long value = 0;
    for (int i = 7; i >= 0; i--) {
      value = (value << 8) | (bytes[at + i] & 0xff);
    }
    return value;
  }
}
