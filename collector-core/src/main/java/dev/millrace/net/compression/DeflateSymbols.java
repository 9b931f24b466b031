package dev.millrace.net.compression;

/**
 * How deflate writes lengths and distances: a symbol and some bits more.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc1951#section-3.2.5">RFC 1951 3.2.5</a>
 */
final class DeflateSymbols {
  static final int END_OF_BLOCK = 256;
  static final int FIRST_LENGTH = 257;
  static final int LITERALS_AND_LENGTHS = 286;
  static final int DISTANCES = 30;
  static final int MIN_LENGTH = 3;
  static final int MAX_LENGTH = 258;

  private static final int[] LENGTH_BITS = {
    0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0
  };
  private static final int[] LENGTH_BASES = bases(LENGTH_BITS);
  private static final byte[] LENGTH_SYMBOLS = new byte[MAX_LENGTH - MIN_LENGTH + 1];
  private static final int[] DISTANCE_BITS = new int[DISTANCES];
  private static final int[] DISTANCE_BASES;
  // Small ones one by one, large ones in steps of 128, since none of those begins between.
  private static final byte[] SMALL_DISTANCES = new byte[256];
  private static final byte[] LARGE_DISTANCES = new byte[256];

  static {
    LENGTH_BASES[LENGTH_BASES.length - 1] = MAX_LENGTH - MIN_LENGTH; // by itself, against the rule
    for (int symbol = 0; symbol < LENGTH_BASES.length; symbol++) {
      for (int i = LENGTH_BASES[symbol]; i < LENGTH_SYMBOLS.length; i++) {
        LENGTH_SYMBOLS[i] = (byte) symbol;
      }
    }
    for (int symbol = 4; symbol < DISTANCES; symbol++) {
      DISTANCE_BITS[symbol] = symbol / 2 - 1;
    }
    DISTANCE_BASES = bases(DISTANCE_BITS);
    for (int symbol = 0; symbol < DISTANCES; symbol++) {
      for (int i = DISTANCE_BASES[symbol]; i < SMALL_DISTANCES.length; i++) {
        SMALL_DISTANCES[i] = (byte) symbol;
      }
      for (int i = DISTANCE_BASES[symbol] >>> 7; i < LARGE_DISTANCES.length; i++) {
        LARGE_DISTANCES[i] = (byte) symbol;
      }
    }
  }

  private DeflateSymbols() {}

  private static int[] bases(int[] bits) {
    int[] bases = new int[bits.length];
    for (int i = 1; i < bits.length; i++) {
      bases[i] = bases[i - 1] + (1 << bits[i - 1]);
    }
    return bases;
  }

  /** Counted from {@link #FIRST_LENGTH}. */
  static int ofLength(int length) {
    return LENGTH_SYMBOLS[length - MIN_LENGTH];
  }

  static int lengthBits(int symbol) {
    return LENGTH_BITS[symbol];
  }

  /** What the bits behind the symbol say. */
  static int lengthRest(int length, int symbol) {
    return length - MIN_LENGTH - LENGTH_BASES[symbol];
  }

  static int ofDistance(int distance) {
    int index = distance - 1;
    return index < SMALL_DISTANCES.length ? SMALL_DISTANCES[index] : LARGE_DISTANCES[index >>> 7];
  }

  static int distanceBits(int symbol) {
    return DISTANCE_BITS[symbol];
  }

  /** What the bits behind the symbol say. */
  static int distanceRest(int distance, int symbol) {
    return distance - 1 - DISTANCE_BASES[symbol];
  }
}
