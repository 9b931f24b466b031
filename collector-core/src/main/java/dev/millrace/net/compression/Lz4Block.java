package dev.millrace.net.compression;

import dev.millrace.net.compression.Decompressor.Output;
import java.io.IOException;

/**
 * Reads blocks of LZ4, piece by piece; holds 128 KiB at most.
 *
 * @see <a href="https://github.com/lz4/lz4/blob/dev/doc/lz4_Block_format.md">LZ4: the block
 *     format</a>
 */
final class Lz4Block {
  private static final int HISTORY_BYTES = 64 * 1024;
  private static final int MIN_COPY = 4;
  private static final int LONG = 15;

  private enum Part {
    TOKEN,
    LITERAL_LENGTH,
    LITERALS,
    DISTANCE,
    COPY_LENGTH
  }

  private final LzWindow window = new LzWindow("lz4", HISTORY_BYTES);
  private Part part = Part.TOKEN;
  private int maxBytes;
  private int producedBytes;
  private int literalLength;
  private int copyLength;
  private int distance;
  private boolean anyDistance;

  int heldBytes() {
    return window.heldBytes();
  }

  /** Begins a block whose copies may refer to the one before, if there is one. */
  void begin(int maxPlainBytes) {
    maxBytes = maxPlainBytes;
    producedBytes = 0;
    part = Part.TOKEN;
  }

  /** Copies cannot refer to what came before. */
  void forget() {
    window.forget();
  }

  /** Takes a part of a block that is not compressed. */
  void plain(byte[] array, int offset, int length, Output output) throws Exception {
    window.literals(array, offset, length, output);
    window.flush(output);
  }

  void write(byte[] array, int offset, int count, Output output) throws Exception {
    int at = offset;
    int end = offset + count;
    while (at < end) {
      if (part == Part.LITERALS) {
        int taken = Math.min(literalLength, end - at);
        window.literals(array, at, taken, output);
        at += taken;
        literalLength -= taken;
        if (literalLength == 0) {
          expectDistance();
        }
      } else {
        take(array[at++] & 0xff, output);
      }
    }
    window.flush(output);
  }

  /** A block ends behind the literals of a sequence that has no copy. */
  void finish() throws IOException {
    if (part != Part.DISTANCE || anyDistance) {
      throw new IOException("lz4: a block ends early");
    }
  }

  private void take(int value, Output output) throws Exception {
    switch (part) {
      case TOKEN -> {
        literalLength = value >>> 4;
        copyLength = (value & LONG) + MIN_COPY;
        part = Part.LITERAL_LENGTH;
        if (literalLength < LONG) {
          literals();
        }
      }
      case LITERAL_LENGTH -> {
        literalLength = longer(literalLength, value);
        if (value < 255) {
          literals();
        }
      }
      case DISTANCE -> distance(value, output);
      case COPY_LENGTH -> {
        copyLength = longer(copyLength, value);
        if (value < 255) {
          copy(output);
        }
      }
      case LITERALS -> throw new IllegalStateException("literals are taken at once");
    }
  }

  private void distance(int value, Output output) throws Exception {
    if (!anyDistance) {
      distance = value;
      anyDistance = true;
      return;
    }
    distance |= value << 8;
    if (copyLength == LONG + MIN_COPY) {
      part = Part.COPY_LENGTH;
    } else {
      copy(output);
    }
  }

  private int longer(int length, int value) throws IOException {
    int sum = length + value;
    if (sum > maxBytes) {
      throw tooLong();
    }
    return sum;
  }

  private void literals() throws IOException {
    produce(literalLength);
    if (literalLength == 0) {
      expectDistance();
    } else {
      part = Part.LITERALS;
    }
  }

  private void expectDistance() {
    part = Part.DISTANCE;
    anyDistance = false;
  }

  private void copy(Output output) throws Exception {
    produce(copyLength);
    window.copy(distance, copyLength, output);
    part = Part.TOKEN;
  }

  private void produce(int count) throws IOException {
    producedBytes += count;
    if (producedBytes > maxBytes) {
      throw tooLong();
    }
  }

  private static IOException tooLong() {
    return new IOException("lz4: a block is longer than its frame allows");
  }
}
