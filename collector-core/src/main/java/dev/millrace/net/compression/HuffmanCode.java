package dev.millrace.net.compression;

import java.util.Arrays;

/**
 * The shortest prefix code for symbols that occur so often, with a bound on the length of a code.
 * Used again for each block. One thread.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc1951#section-3.2.2">RFC 1951 3.2.2</a>
 */
final class HuffmanCode {
  private final int maxBits;
  private final int[] counts;
  private final int[] lengths;
  private final int[] codes;
  private final long[] sorted;
  private final int[] weights;
  private final int[] perLength;

  HuffmanCode(int symbols, int maxBits) {
    this.maxBits = maxBits;
    this.counts = new int[symbols];
    this.lengths = new int[symbols];
    this.codes = new int[symbols];
    this.sorted = new long[symbols];
    this.weights = new int[symbols];
    this.perLength = new int[Math.max(symbols, maxBits) + 1];
  }

  /** How often each symbol occurs; counted up by who uses it, before {@link #build}. */
  int[] counts() {
    return counts;
  }

  /** Bits of a symbol's code; 0 when it does not occur. */
  int length(int symbol) {
    return lengths[symbol];
  }

  int code(int symbol) {
    return codes[symbol];
  }

  /** The symbols up to the last one that occurs. */
  int used() {
    int used = lengths.length;
    while (used > 0 && lengths[used - 1] == 0) {
      used--;
    }
    return used;
  }

  /** Bits that all symbols take together. */
  long totalBits() {
    long total = 0;
    for (int i = 0; i < counts.length; i++) {
      total += (long) counts[i] * lengths[i];
    }
    return total;
  }

  void clear() {
    Arrays.fill(counts, 0);
  }

  /** Makes the code for the counts. */
  void build() {
    Arrays.fill(lengths, 0);
    int used = sort();
    if (used == 0) {
      return;
    }
    Arrays.fill(perLength, 0);
    if (used == 1) {
      perLength[1] = 1;
    } else {
      joinRarest(used);
      countLengths(used);
      shorten();
    }
    assignLengths(used);
    assignCodes();
  }

  private int sort() {
    int used = 0;
    for (int symbol = 0; symbol < counts.length; symbol++) {
      if (counts[symbol] > 0) {
        sorted[used++] = (long) counts[symbol] << Short.SIZE | symbol;
      }
    }
    Arrays.sort(sorted, 0, used);
    return used;
  }

  // Leaves in weights[i] the node that node i was joined into. Nodes are made in the order of their
  // weight, so the two rarest are always at the front of the leaves or of the nodes.
  private void joinRarest(int used) {
    int leaf = 0;
    int node = 0;
    for (int next = 0; next < used - 1; next++) {
      int sum = 0;
      for (int i = 0; i < 2; i++) {
        if (node < next && (leaf >= used || weights[node] < weight(leaf))) {
          sum += weights[node];
          weights[node++] = next;
        } else {
          sum += weight(leaf++);
        }
      }
      weights[next] = sum;
    }
  }

  private int weight(int leaf) {
    return (int) (sorted[leaf] >>> Short.SIZE);
  }

  // From the root down: what of a level is no node is leaves.
  private void countLengths(int used) {
    int root = used - 2;
    weights[root] = 0; // from here on, depths
    for (int node = root - 1; node >= 0; node--) {
      weights[node] = weights[weights[node]] + 1;
    }
    int places = 1;
    int node = root;
    for (int depth = 0; places > 0; depth++) {
      int nodes = 0;
      while (node >= 0 && weights[node] == depth) {
        nodes++;
        node--;
      }
      perLength[depth] = places - nodes;
      places = 2 * nodes;
    }
  }

  // Codes over the bound take its length; that needs more room than there is, which shorter codes
  // give by growing.
  private void shorten() {
    for (int length = maxBits + 1; length < perLength.length; length++) {
      perLength[maxBits] += perLength[length];
      perLength[length] = 0;
    }
    long taken = 0;
    for (int length = 1; length <= maxBits; length++) {
      taken += (long) perLength[length] << (maxBits - length);
    }
    while (taken > 1L << maxBits) {
      int length = maxBits - 1;
      while (perLength[length] == 0) {
        length--;
      }
      perLength[length]--;
      perLength[length + 1] += 2;
      perLength[maxBits]--;
      taken--;
    }
  }

  private void assignLengths(int used) {
    int next = 0;
    for (int length = maxBits; length > 0; length--) {
      for (int i = 0; i < perLength[length]; i++) {
        lengths[(int) sorted[next++] & 0xffff] = length;
      }
    }
    assert next == used;
  }

  private void assignCodes() {
    int code = 0;
    int[] first = new int[maxBits + 1];
    for (int length = 1; length <= maxBits; length++) {
      code = (code + perLength[length - 1]) << 1;
      first[length] = code;
    }
    for (int symbol = 0; symbol < lengths.length; symbol++) {
      int length = lengths[symbol];
      if (length > 0) {
        codes[symbol] = Integer.reverse(first[length]++) >>> (Integer.SIZE - length);
      }
    }
  }
}
