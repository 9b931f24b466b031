package dev.millrace.net.compression;

import static dev.millrace.net.compression.DeflateSymbols.END_OF_BLOCK;
import static dev.millrace.net.compression.DeflateSymbols.FIRST_LENGTH;

import java.io.IOException;
import java.io.OutputStream;

/**
 * What a block says, as literals and copies, and how it is written: with a code of its own, or as
 * it is where that is shorter. Used again for each block. One thread.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc1951#section-3.2.7">RFC 1951 3.2.7</a>
 */
final class DeflateBlock {
  private static final int STORED = 0;
  private static final int DYNAMIC = 2;
  private static final int STORED_HEAD_BITS = 5 * 8;
  private static final int[] LENGTH_ORDER = {
    16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15
  };
  private static final int REPEAT = 16;
  private static final int FEW_ZEROS = 17;
  private static final int MANY_ZEROS = 18;
  // Of a copy: literals before it, its distance, its length.
  private static final int RUN_SHIFT = 32;
  private static final int DISTANCE_SHIFT = 16;

  private final HuffmanCode symbols = new HuffmanCode(DeflateSymbols.LITERALS_AND_LENGTHS, 15);
  private final HuffmanCode distances = new HuffmanCode(DeflateSymbols.DISTANCES, 15);
  private final HuffmanCode codeLengths = new HuffmanCode(LENGTH_ORDER.length, 7);
  private final int[] runs =
      new int[DeflateSymbols.LITERALS_AND_LENGTHS + DeflateSymbols.DISTANCES];
  private final long[] copies;
  private int copyCount;
  private int runCount;
  private long restBits;

  DeflateBlock(int maxCopies) {
    copies = new long[maxCopies];
  }

  /** Counts literals. */
  void literals(byte[] bytes, int from, int to) {
    int[] counts = symbols.counts();
    for (int i = from; i < to; i++) {
      counts[bytes[i] & 0xff]++;
    }
  }

  /** Adds a copy behind so many literals, which have been counted. */
  void copy(int literals, int length, int distance) {
    copies[copyCount++] =
        (long) literals << RUN_SHIFT | (long) (distance - 1) << DISTANCE_SHIFT | length;
    int lengthSymbol = DeflateSymbols.ofLength(length);
    int distanceSymbol = DeflateSymbols.ofDistance(distance);
    symbols.counts()[FIRST_LENGTH + lengthSymbol]++;
    distances.counts()[distanceSymbol]++;
    restBits +=
        DeflateSymbols.lengthBits(lengthSymbol) + DeflateSymbols.distanceBits(distanceSymbol);
  }

  /** Writes the block, which is what {@code bytes} holds, and forgets it. */
  void write(byte[] bytes, int from, int to, BitOutput bits, OutputStream out) throws IOException {
    symbols.counts()[END_OF_BLOCK] = 1;
    symbols.build();
    distances.build();
    shortenLengths();
    long coded = symbols.totalBits() + distances.totalBits() + restBits + codeLengths.totalBits();
    if (coded >= STORED_HEAD_BITS + 8L * (to - from)) {
      writeStored(bytes, from, to, bits, out);
    } else {
      writeCodes(bits, out);
      writeSymbols(bytes, from, to, bits, out);
    }
    clear();
  }

  void clear() {
    symbols.clear();
    distances.clear();
    codeLengths.clear();
    copyCount = 0;
    restBits = 0;
  }

  private static void writeStored(byte[] bytes, int from, int to, BitOutput bits, OutputStream out)
      throws IOException {
    bits.put(STORED << 1, 3, out);
    bits.align(out);
    int length = to - from;
    bits.put(length | ~length << Short.SIZE, Integer.SIZE, out);
    bits.align(out);
    out.write(bytes, from, length);
  }

  // The lengths of both codes, in runs: what is repeated above, how often below.
  private void shortenLengths() {
    int symbolCount = symbols.used();
    int distanceCount = Math.max(1, distances.used());
    int all = symbolCount + distanceCount;
    runCount = 0;
    int at = 0;
    while (at < all) {
      int length = lengthAt(at, symbolCount);
      int same = 1;
      while (at + same < all && lengthAt(at + same, symbolCount) == length) {
        same++;
      }
      at += same;
      addRun(length, same);
    }
    codeLengths.build();
  }

  private int lengthAt(int at, int symbolCount) {
    return at < symbolCount ? symbols.length(at) : distances.length(at - symbolCount);
  }

  private void addRun(int length, int same) {
    int left = same;
    if (length != 0) {
      add(length, 0);
      left--;
    }
    while (left >= 3) {
      int code = length != 0 ? REPEAT : left <= 10 ? FEW_ZEROS : MANY_ZEROS;
      int least = code == MANY_ZEROS ? 11 : 3;
      int count = Math.min(left, code == REPEAT ? 6 : code == FEW_ZEROS ? 10 : 138);
      add(code, count - least);
      left -= count;
    }
    while (left-- > 0) {
      add(length, 0);
    }
  }

  private void add(int code, int rest) {
    runs[runCount++] = rest << Byte.SIZE | code;
    codeLengths.counts()[code]++;
  }

  private void writeCodes(BitOutput bits, OutputStream out) throws IOException {
    int used = LENGTH_ORDER.length;
    while (used > 4 && codeLengths.length(LENGTH_ORDER[used - 1]) == 0) {
      used--;
    }
    bits.put(DYNAMIC << 1, 3, out);
    bits.put(symbols.used() - FIRST_LENGTH, 5, out);
    bits.put(Math.max(1, distances.used()) - 1, 5, out);
    bits.put(used - 4, 4, out);
    for (int i = 0; i < used; i++) {
      bits.put(codeLengths.length(LENGTH_ORDER[i]), 3, out);
    }
    for (int i = 0; i < runCount; i++) {
      int code = runs[i] & 0xff;
      bits.put(codeLengths.code(code), codeLengths.length(code), out);
      if (code >= REPEAT) {
        int count = code == REPEAT ? 2 : code == FEW_ZEROS ? 3 : 7;
        bits.put(runs[i] >>> Byte.SIZE, count, out);
      }
    }
  }

  private void writeSymbols(byte[] bytes, int from, int to, BitOutput bits, OutputStream out)
      throws IOException {
    int at = from;
    for (int i = 0; i < copyCount; i++) {
      int length = (int) copies[i] & 0xffff;
      int distance = ((int) copies[i] >>> DISTANCE_SHIFT) + 1;
      int literalsEnd = at + (int) (copies[i] >>> RUN_SHIFT);
      writeLiterals(bytes, at, literalsEnd, bits, out);
      writeCopy(length, distance, bits, out);
      at = literalsEnd + length;
    }
    writeLiterals(bytes, at, to, bits, out);
    bits.put(symbols.code(END_OF_BLOCK), symbols.length(END_OF_BLOCK), out);
  }

  private void writeLiterals(byte[] bytes, int from, int to, BitOutput bits, OutputStream out)
      throws IOException {
    for (int i = from; i < to; i++) {
      int symbol = bytes[i] & 0xff;
      bits.put(symbols.code(symbol), symbols.length(symbol), out);
    }
  }

  // A symbol and its rest have at most 28 bits together.
  private void writeCopy(int length, int distance, BitOutput bits, OutputStream out)
      throws IOException {
    int symbol = DeflateSymbols.ofLength(length);
    int codeBits = symbols.length(FIRST_LENGTH + symbol);
    bits.put(
        symbols.code(FIRST_LENGTH + symbol) | DeflateSymbols.lengthRest(length, symbol) << codeBits,
        codeBits + DeflateSymbols.lengthBits(symbol),
        out);
    symbol = DeflateSymbols.ofDistance(distance);
    codeBits = distances.length(symbol);
    bits.put(
        distances.code(symbol) | DeflateSymbols.distanceRest(distance, symbol) << codeBits,
        codeBits + DeflateSymbols.distanceBits(symbol),
        out);
  }
}
