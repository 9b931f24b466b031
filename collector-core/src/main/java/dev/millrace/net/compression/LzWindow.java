package dev.millrace.net.compression;

import dev.millrace.net.compression.Decompressor.Output;
import java.io.IOException;

/**
 * What the formats of the LZ77 family write into: keeps as much of the latest output as copies may
 * refer to, and hands everything on. Grows with the output, up to its bound. One thread.
 */
final class LzWindow {
  private static final int FIRST_BYTES = 4 * 1024;

  private final String format;
  private final int historyBytes;
  private byte[] buffer = new byte[0];
  private int base;
  private int end;
  private int handedOn;

  /**
   * Makes an empty window.
   *
   * @param format for messages
   * @param historyBytes the farthest that a copy may reach back; twice as much is held at most
   */
  LzWindow(String format, int historyBytes) {
    this.format = format;
    this.historyBytes = historyBytes;
  }

  /** What it holds of memory. */
  int heldBytes() {
    return buffer.length;
  }

  /** Copies cannot refer to what came before. Everything must have been handed on. */
  void forget() {
    base = 0;
    end = 0;
    handedOn = 0;
  }

  /** Appends bytes that come as they are. */
  void literals(byte[] array, int offset, int length, Output output) throws Exception {
    int at = offset;
    int left = length;
    while (left > 0) {
      int count = Math.min(left, room(left, output));
      System.arraycopy(array, at, buffer, end, count);
      end += count;
      at += count;
      left -= count;
    }
  }

  /** Appends what stands {@code distance} bytes back, which may reach into what it appends. */
  void copy(long distance, int length, Output output) throws Exception {
    if (distance <= 0 || distance > Math.min(end - base, historyBytes)) {
      throw new IOException(format + ": a copy reaches before the start");
    }
    int back = (int) distance;
    int left = length;
    while (left > 0) {
      int count = Math.min(left, room(left, output));
      if (back >= count) {
        System.arraycopy(buffer, end - back, buffer, end, count);
      } else {
        repeat(back, count);
      }
      end += count;
      left -= count;
    }
  }

  private void repeat(int back, int count) {
    int from = end - back;
    for (int i = 0; i < count; i++) {
      buffer[end + i] = buffer[from + i];
    }
  }

  /** Hands on what has not been yet. */
  void flush(Output output) throws Exception {
    if (end > handedOn) {
      output.write(buffer, handedOn, end - handedOn);
      handedOn = end;
    }
  }

  // At least one byte. The output sees what there is before more is held, so that it can refuse.
  private int room(int wanted, Output output) throws Exception {
    if (end < buffer.length) {
      return buffer.length - end;
    }
    flush(output);
    long bound = 2L * historyBytes;
    if (buffer.length < bound) {
      long grown = Math.max(FIRST_BYTES, Math.max(2L * buffer.length, (long) end + wanted));
      byte[] larger = new byte[(int) Math.min(Math.min(grown, bound), Integer.MAX_VALUE - 8)];
      System.arraycopy(buffer, 0, larger, 0, end);
      buffer = larger;
    } else {
      int dropped = end - historyBytes;
      System.arraycopy(buffer, dropped, buffer, 0, historyBytes);
      base = Math.max(0, base - dropped);
      end = historyBytes;
      handedOn = historyBytes;
    }
    return buffer.length - end;
  }
}
