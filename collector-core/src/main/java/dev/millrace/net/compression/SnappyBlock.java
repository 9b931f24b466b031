package dev.millrace.net.compression;

import dev.millrace.net.compression.Decompressor.Output;
import java.io.IOException;

/**
 * Reads one block of raw snappy, piece by piece.
 *
 * @see <a href="https://github.com/google/snappy/blob/main/format_description.txt">Snappy: the
 *     format</a>
 */
final class SnappyBlock {
  private static final int MAX_LENGTH_BYTES = 5;
  private static final int LITERAL = 0;
  private static final int COPY_1 = 1;
  private static final int COPY_2 = 2;
  private static final int LONG_LITERAL = 60;

  private enum Part {
    LENGTH,
    TAG,
    LITERAL_LENGTH,
    LITERALS,
    DISTANCE
  }

  private final int maxBytes;
  private final LzWindow window;
  private Part part = Part.LENGTH;
  private long declaredBytes;
  private long producedBytes;
  private int fieldBytes;
  private int seen;
  private long field;
  private int length;

  /** For blocks of at most {@code maxBytes}; longer ones are refused at their first bytes. */
  SnappyBlock(int maxBytes) {
    this.maxBytes = maxBytes;
    this.window = new LzWindow("snappy", maxBytes); // a copy may reach back to the very start
  }

  int heldBytes() {
    return window.heldBytes();
  }

  /** Begins the next block. */
  void reset() {
    window.forget();
    part = Part.LENGTH;
    declaredBytes = 0;
    producedBytes = 0;
    seen = 0;
    field = 0;
  }

  void write(byte[] array, int offset, int count, Output output) throws Exception {
    int at = offset;
    int end = offset + count;
    while (at < end) {
      if (part == Part.LITERALS) {
        int taken = Math.min(length, end - at);
        window.literals(array, at, taken, output);
        at += taken;
        length -= taken;
        if (length == 0) {
          part = Part.TAG;
        }
      } else {
        take(array[at++] & 0xff, output);
      }
    }
    window.flush(output);
  }

  void finish() throws IOException {
    if (part != Part.TAG || producedBytes != declaredBytes) {
      throw new IOException("snappy: unexpected end of the stream");
    }
  }

  private void take(int value, Output output) throws Exception {
    switch (part) {
      case LENGTH -> declaredLength(value, output);
      case TAG -> tag(value);
      case LITERAL_LENGTH -> {
        if (fieldIsComplete(value)) {
          literals(field + 1);
        }
      }
      case DISTANCE -> {
        if (fieldIsComplete(value)) {
          window.copy(field, length, output);
          part = Part.TAG;
        }
      }
      case LITERALS -> throw new IllegalStateException("literals are taken at once");
    }
  }

  private void declaredLength(int value, Output output) throws Exception {
    declaredBytes |= (value & 0x7fL) << (7 * seen++);
    if (value >= 0x80) {
      if (seen == MAX_LENGTH_BYTES) {
        throw new IOException("snappy: invalid length");
      }
      return;
    }
    output.expect(declaredBytes);
    if (declaredBytes > maxBytes) {
      throw new IOException("snappy: a block of %d bytes is too long".formatted(declaredBytes));
    }
    part = Part.TAG;
  }

  private void tag(int tag) throws IOException {
    int upper = tag >>> 2;
    switch (tag & 3) {
      case LITERAL -> {
        if (upper < LONG_LITERAL) {
          literals(upper + 1L);
        } else {
          expectField(upper - LONG_LITERAL + 1, 0, Part.LITERAL_LENGTH);
        }
      }
      case COPY_1 -> {
        produce((upper & 7) + 4L);
        expectField(1, tag >>> 5, Part.DISTANCE);
      }
      case COPY_2 -> {
        produce(upper + 1L);
        expectField(2, 0, Part.DISTANCE);
      }
      default -> {
        produce(upper + 1L);
        expectField(4, 0, Part.DISTANCE);
      }
    }
  }

  private void literals(long count) throws IOException {
    produce(count);
    part = Part.LITERALS;
  }

  private void produce(long count) throws IOException {
    producedBytes += count;
    if (producedBytes > declaredBytes) {
      throw new IOException("snappy: more bytes than declared");
    }
    length = (int) count;
  }

  // The upper bits of a short copy's distance stand in its tag.
  private void expectField(int bytes, int above, Part which) {
    fieldBytes = bytes;
    field = (long) above << 8;
    seen = 0;
    part = which;
  }

  private boolean fieldIsComplete(int value) {
    field |= (long) value << (8 * seen++);
    return seen == fieldBytes;
  }
}
