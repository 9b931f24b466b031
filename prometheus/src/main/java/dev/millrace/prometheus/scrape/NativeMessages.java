package dev.millrace.prometheus.scrape;

import dev.millrace.prometheus.exposition.HistogramMessage;
import java.util.Arrays;

/** The native histograms of one page, as they were in it. Scratch memory. */
final class NativeMessages {
  private final HistogramMessage message = new HistogramMessage();
  private byte[] bytes = new byte[0];
  private int[] ends = new int[16];
  private int size;

  void reset() {
    size = 0;
  }

  /** Adds a message; answers its number. */
  int add(byte[] source, int from, int to) {
    int start = start(size);
    int end = start + to - from;
    if (end > bytes.length) {
      bytes = Arrays.copyOf(bytes, ByteTable.grown(bytes.length, end));
    }
    System.arraycopy(source, from, bytes, start, to - from);
    if (size == ends.length) {
      ends = Arrays.copyOf(ends, 2 * size);
    }
    ends[size] = end;
    return size++;
  }

  private int start(int number) {
    return number == 0 ? 0 : ends[number - 1];
  }

  /** Reads a message, until the next call. */
  HistogramMessage get(int number) {
    message.read(bytes, start(number), ends[number]);
    return message;
  }

  long capacityBytes() {
    return bytes.length;
  }
}
