package dev.millrace.prometheus.exposition;

import dev.millrace.data.schema.WireType;
import dev.millrace.data.wire.ProtoReader;
import java.util.Arrays;

/** One side of a native histogram: spans of consecutive buckets, and a count for each bucket. */
public final class SparseBuckets {
  /** More buckets, gaps included, are no histogram of this world. */
  public static final int MAX_BUCKETS = 1 << 16;

  private static final int OFFSET = 1;
  private static final int LENGTH = 2;

  private final ProtoReader list = new ProtoReader();
  private int[] offsets = new int[4];
  private long[] lengths = new long[4];
  private int spans;
  private long[] deltas = new long[16];
  private int deltaCount;
  private double[] counts = new double[16];
  private int countCount;

  void clear() {
    spans = 0;
    deltaCount = 0;
    countCount = 0;
  }

  void addSpan(ProtoReader span) {
    if (spans == offsets.length) {
      offsets = Arrays.copyOf(offsets, 2 * spans);
      lengths = Arrays.copyOf(lengths, 2 * spans);
    }
    offsets[spans] = 0;
    lengths[spans] = 0;
    while (span.next()) {
      switch (span.field()) {
        case OFFSET -> offsets[spans] = span.asZigZag32();
        case LENGTH -> lengths[spans] = Integer.toUnsignedLong(span.asInt());
        default -> {
          // A later version's.
        }
      }
    }
    spans++;
  }

  void addDeltas(ProtoReader field) {
    if (field.wireType() != WireType.LENGTH) {
      addDelta(field.asLong());
      return;
    }
    field.enter(list);
    while (list.hasMore()) {
      addDelta(list.readVarint());
    }
  }

  private void addDelta(long zigZag) {
    if (deltaCount == deltas.length) {
      deltas = Arrays.copyOf(deltas, 2 * deltaCount);
    }
    deltas[deltaCount++] = (zigZag >>> 1) ^ -(zigZag & 1);
  }

  void addCounts(ProtoReader field) {
    if (field.wireType() != WireType.LENGTH) {
      addCount(field.asDouble());
      return;
    }
    field.enter(list);
    while (list.hasMore()) {
      addCount(list.readDouble());
    }
  }

  private void addCount(double count) {
    if (countCount == counts.length) {
      counts = Arrays.copyOf(counts, 2 * countCount);
    }
    counts[countCount++] = count;
  }

  boolean hasSpans() {
    return spans > 0;
  }

  String fault(String side, boolean real) {
    long needed = 0;
    for (int i = 0; i < spans; i++) {
      needed += lengths[i];
    }
    int present = real ? countCount : deltaCount;
    return needed == present
        ? ""
        : "%s side: spans require %d buckets, have %d".formatted(side, needed, present);
  }

  /**
   * Lays the buckets out one beside the other, from the first that has observations to the last.
   *
   * @param real whether the counts are no whole numbers
   * @param into is given the buckets
   * @return false when they are too many, or a count is negative
   */
  public boolean expand(boolean real, Expanded into) {
    into.clear();
    long index = 0;
    long sum = 0;
    int bucket = 0;
    for (int span = 0; span < spans; span++) {
      index += offsets[span];
      for (long i = 0; i < lengths[span]; i++, bucket++, index++) {
        sum = real ? (long) counts[bucket] : sum + deltas[bucket];
        if (sum < 0 || (sum > 0 && !into.put(index, sum))) {
          return false;
        }
      }
    }
    return true;
  }

  /** Buckets without gaps. */
  public static final class Expanded {
    private long[] counts = new long[16];
    private long first;
    private int size;

    /** Leaves no bucket. */
    public void clear() {
      size = 0;
    }

    private boolean put(long index, long count) {
      if (size == 0) {
        first = index;
      }
      long at = index - first;
      if (at < size || at >= MAX_BUCKETS) {
        return false;
      }
      if (at >= counts.length) {
        counts = Arrays.copyOf(counts, (int) Math.max(at + 1, 2L * counts.length));
      }
      Arrays.fill(counts, size, (int) at, 0);
      counts[(int) at] = count;
      size = (int) at + 1;
      return true;
    }

    /** Joins each two neighbours: the buckets of a schema that is smaller by 1. */
    public void halve() {
      if (size == 0) {
        return;
      }
      long newFirst = halved(first);
      int newSize = 0;
      for (int i = 0; i < size; i++) {
        int at = (int) (halved(first + i) - newFirst);
        if (at == newSize) {
          newSize++;
          counts[at] = counts[i];
        } else {
          counts[at] += counts[i];
        }
      }
      first = newFirst;
      size = newSize;
    }

    private static long halved(long index) {
      return (index + 1) >> 1;
    }

    /** Buckets that have observations. */
    public int populated() {
      int populated = 0;
      for (int i = 0; i < size; i++) {
        populated += counts[i] == 0 ? 0 : 1;
      }
      return populated;
    }

    /** The index of the first bucket, as the page counts. */
    public int first() {
      return (int) first;
    }

    public int size() {
      return size;
    }

    /** Observations in a bucket. */
    public long count(int bucket) {
      return counts[bucket];
    }
  }
}
