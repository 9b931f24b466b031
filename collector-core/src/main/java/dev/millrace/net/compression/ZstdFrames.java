package dev.millrace.net.compression;

/**
 * Follows the frames of a zstd stream, without decompressing them, to know what window they ask
 * for: that memory is native, and nobody else counts it. What is no zstd stream is left to the
 * decoder, which fails on it. One thread.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc8878#section-3.1">RFC 8878 3.1</a>
 */
final class ZstdFrames {
  private static final int MAGIC = 0xFD2FB528;
  private static final int SKIPPABLE_MAGIC = 0x184D2A50;
  private static final int SKIPPABLE_MASK = 0xfffffff0;
  private static final int SINGLE_SEGMENT = 0x20;
  private static final int HAS_CHECKSUM = 0x04;
  private static final int RLE = 1;
  private static final int[] DICTIONARY_ID_BYTES = {0, 1, 2, 4};
  private static final int[] CONTENT_SIZE_BYTES = {0, 2, 4, 8};

  private enum Part {
    MAGIC(4),
    DESCRIPTOR(1),
    WINDOW(1),
    DICTIONARY_ID(0),
    CONTENT_SIZE(0),
    BLOCK_HEADER(3),
    SKIPPED_SIZE(4),
    SKIPPED(0),
    UNKNOWN(0);

    private final int bytes;

    Part(int bytes) {
      this.bytes = bytes;
    }
  }

  private Part part = Part.MAGIC;
  private int wanted = Part.MAGIC.bytes;
  private int seen;
  private long field;
  private int descriptor;
  private long windowBytes;
  private long largestWindowBytes;
  private Part afterSkipped = Part.MAGIC;
  private long left;

  /** The largest window that a frame has asked for up to here. */
  long largestWindowBytes() {
    return largestWindowBytes;
  }

  void follow(byte[] array, int offset, int length) {
    int at = offset;
    int end = offset + length;
    while (at < end && part != Part.UNKNOWN) {
      if (part == Part.SKIPPED) {
        int taken = (int) Math.min(left, end - at);
        at += taken;
        left -= taken;
        if (left == 0) {
          expect(afterSkipped, afterSkipped.bytes);
        }
      } else {
        field |= (array[at++] & 0xffL) << (8 * seen++);
        if (seen == wanted) {
          take(field);
        }
      }
    }
  }

  private void take(long value) {
    switch (part) {
      case MAGIC -> {
        if ((int) value == MAGIC) {
          expect(Part.DESCRIPTOR, 1);
        } else {
          boolean skippable = ((int) value & SKIPPABLE_MASK) == SKIPPABLE_MAGIC;
          expect(skippable ? Part.SKIPPED_SIZE : Part.UNKNOWN, 4);
        }
      }
      case DESCRIPTOR -> {
        descriptor = (int) value;
        windowBytes = 0;
        expect((descriptor & SINGLE_SEGMENT) == 0 ? Part.WINDOW : Part.DICTIONARY_ID, 1);
        if (part == Part.DICTIONARY_ID) {
          expectDictionaryId();
        }
      }
      case WINDOW -> {
        long base = 1L << (10 + (value >>> 3));
        windowBytes = base + base / 8 * (value & 7);
        expectDictionaryId();
      }
      case DICTIONARY_ID -> expectContentSize();
      case CONTENT_SIZE -> {
        // Without a window of its own a frame's is its content.
        long size = seen == 2 ? value + 256 : value;
        windowBytes = windowBytes == 0 ? size : Math.min(windowBytes, Math.max(size, 0));
        beginBlocks();
      }
      case BLOCK_HEADER -> block((int) value);
      case SKIPPED_SIZE -> skip(value, Part.MAGIC);
      case SKIPPED, UNKNOWN -> throw new IllegalStateException("not a field");
    }
  }

  private void expectDictionaryId() {
    int bytes = DICTIONARY_ID_BYTES[descriptor & 3];
    if (bytes == 0) {
      expectContentSize();
    } else {
      expect(Part.DICTIONARY_ID, bytes);
    }
  }

  private void expectContentSize() {
    int bytes = CONTENT_SIZE_BYTES[descriptor >>> 6];
    if (bytes == 0 && (descriptor & SINGLE_SEGMENT) != 0) {
      bytes = 1;
    }
    if (bytes == 0) {
      beginBlocks();
    } else {
      expect(Part.CONTENT_SIZE, bytes);
    }
  }

  private void beginBlocks() {
    largestWindowBytes = Math.max(largestWindowBytes, windowBytes);
    expect(Part.BLOCK_HEADER, Part.BLOCK_HEADER.bytes);
  }

  private void block(int header) {
    boolean last = (header & 1) != 0;
    int size = (header >>> 1 & 3) == RLE ? 1 : header >>> 3;
    if (!last) {
      skip(size, Part.BLOCK_HEADER);
    } else {
      skip(size + ((descriptor & HAS_CHECKSUM) == 0 ? 0 : 4), Part.MAGIC);
    }
  }

  private void skip(long bytes, Part after) {
    left = bytes;
    afterSkipped = after;
    if (bytes == 0) {
      expect(after, after.bytes);
    } else {
      expect(Part.SKIPPED, 0);
    }
  }

  private void expect(Part next, int bytes) {
    part = next;
    wanted = bytes;
    seen = 0;
    field = 0;
  }
}
