package dev.millrace.prometheus.exposition;

import java.util.Arrays;

/** Where messages lie in an array. */
final class MessageRanges {
  private int[] offsets = new int[16];
  private int size;

  void clear() {
    size = 0;
  }

  void add(int start, int end) {
    if (2 * size == offsets.length) {
      offsets = Arrays.copyOf(offsets, 4 * size);
    }
    offsets[2 * size] = start;
    offsets[2 * size + 1] = end;
    size++;
  }

  int size() {
    return size;
  }

  int start(int message) {
    return offsets[2 * message];
  }

  int end(int message) {
    return offsets[2 * message + 1];
  }
}
