package dev.millrace.net.compression;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Deflates (RFC 1951) in two thirds of the time of zlib's lowest level, to some 3 percent more: one
 * place is looked at for a repetition, and where none is found for long, places are left out.
 * {@code DeflateBenchmark} compares them.
 *
 * <p>Threading: one thread at a time. Holds some 300 KB, for one body after the other.
 */
final class FastDeflater {
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final int HISTORY_BYTES = 32 * 1024;
  private static final int BLOCK_BYTES = 63 * 1024; // a stored block's length has 16 bits
  private static final int HASH_BITS = 14;
  private static final int HASH_FACTOR = 0x9e3779b1;
  private static final int LEAST_COPY = 4;
  private static final int SKIP_SHIFT = 5;
  private static final int MOST_STEP = 32;
  private static final int MAX_POSITION = 1 << 30;
  private static final int LAST_EMPTY_BLOCK = 0b011; // by the fixed code, whose end is seven zeros
  private static final int LAST_EMPTY_BITS = 10;

  private final byte[] window = new byte[HISTORY_BYTES + BLOCK_BYTES];
  private final DeflateBlock block = new DeflateBlock(BLOCK_BYTES / LEAST_COPY + 1);
  private final BitOutput bits = new BitOutput();

  // By the hash of four bytes, where they stood last: a position that only grows, from body to
  // body.
  private final int[] places = new int[1 << HASH_BITS];
  private int windowPosition = 1;
  private int blockStart;
  private int end;

  /** Takes a copy of the bytes, and writes blocks as they get full. */
  void write(byte[] bytes, int offset, int count, OutputStream out) throws IOException {
    int at = offset;
    int left = count;
    while (left > 0) {
      if (end - blockStart == BLOCK_BYTES) {
        writeBlock(out);
        slide(HISTORY_BYTES);
      }
      int copied = Math.min(left, blockStart + BLOCK_BYTES - end);
      System.arraycopy(bytes, at, window, end, copied);
      end += copied;
      at += copied;
      left -= copied;
    }
  }

  /** Writes what is left; ready for the next body. */
  void finish(OutputStream out) throws IOException {
    writeBlock(out);
    bits.put(LAST_EMPTY_BLOCK, LAST_EMPTY_BITS, out);
    bits.align(out);
    reset();
  }

  /** Forgets the body. */
  void reset() {
    block.clear();
    bits.clear();
    slide(0);
    windowPosition += HISTORY_BYTES; // out of reach of what comes
  }

  private void slide(int most) {
    int kept = Math.min(end, most);
    System.arraycopy(window, end - kept, window, 0, kept);
    windowPosition += end - kept;
    blockStart = kept;
    end = kept;
    if (windowPosition > MAX_POSITION) {
      Arrays.fill(places, 0);
      windowPosition = 1;
    }
  }

  private void writeBlock(OutputStream out) throws IOException {
    if (end > blockStart) {
      findCopies();
      block.write(window, blockStart, end, bits, out);
    }
  }

  private void findCopies() {
    int literals = blockStart;
    int at = blockStart;
    int last = end - Long.BYTES;
    while (at <= last) {
      int word = (int) INT.get(window, at);
      int before = swap(word, at);
      if (before >= 0 && at - before <= HISTORY_BYTES && (int) INT.get(window, before) == word) {
        int length = copyLength(before, at);
        block.literals(window, literals, at);
        block.copy(at - literals, length, at - before);
        at += length;
        literals = at;
        if (at <= last) {
          swap((int) INT.get(window, at - 2), at - 2);
        }
      } else {
        at += Math.min(MOST_STEP, 1 + ((at - literals) >> SKIP_SHIFT));
      }
    }
    block.literals(window, literals, end);
  }

  /** Where these bytes stood last, below 0 when that is out of the window; from now on, here. */
  private int swap(int word, int at) {
    int slot = (word * HASH_FACTOR) >>> (Integer.SIZE - HASH_BITS);
    int before = places[slot] - windowPosition;
    places[slot] = at + windowPosition;
    return before;
  }

  private int copyLength(int before, int at) {
    int most = Math.min(DeflateSymbols.MAX_LENGTH, end - at);
    int length = LEAST_COPY;
    while (length + Long.BYTES <= most) {
      long difference =
          (long) LONG.get(window, at + length) ^ (long) LONG.get(window, before + length);
      if (difference != 0) {
        return length + Long.numberOfTrailingZeros(difference) / Byte.SIZE;
      }
      length += Long.BYTES;
    }
    while (length < most && window[at + length] == window[before + length]) {
      length++;
    }
    return length;
  }
}
