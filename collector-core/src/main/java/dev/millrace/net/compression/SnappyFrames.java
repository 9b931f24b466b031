package dev.millrace.net.compression;

import dev.millrace.net.compression.Decompressor.Output;
import java.io.IOException;
import java.util.zip.CRC32C;

/**
 * Reads the framing format of snappy: chunks of at most 64 KiB, with checksums.
 *
 * @see <a href="https://github.com/google/snappy/blob/main/framing_format.txt">Snappy: the framing
 *     format</a>
 */
final class SnappyFrames {
  /** The chunk that every stream begins with. */
  static final byte[] IDENTIFIER = {(byte) 0xff, 6, 0, 0, 's', 'N', 'a', 'P', 'p', 'Y'};

  private static final int HEADER_BYTES = 4;
  private static final int CHECKSUM_BYTES = 4;
  private static final int MAX_PLAIN_BYTES = 64 * 1024;
  // What a block of that size takes at most when nothing in it repeats.
  private static final int MAX_BLOCK_BYTES = 32 + MAX_PLAIN_BYTES + MAX_PLAIN_BYTES / 6;
  private static final int COMPRESSED = 0x00;
  private static final int UNCOMPRESSED = 0x01;
  private static final int FIRST_SKIPPABLE = 0x80;
  private static final int STREAM_IDENTIFIER = 0xff;
  private static final int MASK_DELTA = 0xa282ead8;

  private enum Part {
    HEADER,
    IDENTITY,
    CHECKSUM,
    DATA,
    SKIPPED
  }

  private final SnappyBlock block = new SnappyBlock(MAX_PLAIN_BYTES);
  private final CRC32C crc = new CRC32C();
  private Part part = Part.HEADER;
  private int type;
  private int left;
  private int seen;
  private int field;
  private int checksum;
  private boolean anyIdentifier;

  int heldBytes() {
    return block.heldBytes();
  }

  void write(byte[] array, int offset, int count, Output output) throws Exception {
    int at = offset;
    int end = offset + count;
    while (at < end) {
      switch (part) {
        case HEADER, CHECKSUM -> field(array[at++] & 0xff);
        case IDENTITY -> identity(array[at++]);
        case DATA, SKIPPED -> {
          int taken = Math.min(left, end - at);
          if (part == Part.DATA) {
            data(array, at, taken, output);
          }
          at += taken;
          left -= taken;
        }
      }
      endChunk();
    }
  }

  void finish() throws IOException {
    if (part != Part.HEADER || seen > 0) {
      throw new IOException("snappy: unexpected end of the stream");
    }
  }

  private void field(int value) throws IOException {
    field |= value << (8 * seen++);
    if (seen < HEADER_BYTES) {
      return;
    }
    int complete = field;
    seen = 0;
    field = 0;
    if (part == Part.HEADER) {
      begin(complete & 0xff, complete >>> 8);
    } else {
      checksum = complete;
      part = Part.DATA;
      crc.reset();
      block.reset();
    }
  }

  private void begin(int chunkType, int length) throws IOException {
    type = chunkType;
    left = length;
    if (chunkType == STREAM_IDENTIFIER) {
      part = Part.IDENTITY;
      check(length == IDENTIFIER.length - HEADER_BYTES, "invalid stream identifier");
      return;
    }
    check(anyIdentifier, "no stream identifier");
    if (chunkType == COMPRESSED || chunkType == UNCOMPRESSED) {
      part = Part.CHECKSUM;
      left = length - CHECKSUM_BYTES;
      check(left > 0, "a chunk is too short");
      check(
          left <= (chunkType == COMPRESSED ? MAX_BLOCK_BYTES : MAX_PLAIN_BYTES),
          "a chunk is too long");
    } else {
      part = Part.SKIPPED;
      check(chunkType >= FIRST_SKIPPABLE, "a chunk of an unknown kind");
    }
  }

  private void identity(byte value) throws IOException {
    check(value == IDENTIFIER[HEADER_BYTES + seen++], "invalid stream identifier");
    left--;
    if (left == 0) {
      seen = 0;
      anyIdentifier = true;
      part = Part.HEADER;
    }
  }

  private void data(byte[] array, int offset, int count, Output output) throws Exception {
    if (type == COMPRESSED) {
      block.write(array, offset, count, summed(output));
    } else {
      summed(output).write(array, offset, count);
    }
  }

  private Output summed(Output output) {
    return (bytes, from, length) -> {
      crc.update(bytes, from, length);
      output.write(bytes, from, length);
    };
  }

  private void endChunk() throws IOException {
    if (left > 0 || (part != Part.DATA && part != Part.SKIPPED)) {
      return;
    }
    if (part == Part.DATA) {
      if (type == COMPRESSED) {
        block.finish();
      }
      int sum = (int) crc.getValue();
      check(((sum >>> 15) | (sum << 17)) + MASK_DELTA == checksum, "invalid checksum");
    }
    part = Part.HEADER;
  }

  private static void check(boolean right, String wrong) throws IOException {
    if (!right) {
      throw new IOException("snappy: " + wrong);
    }
  }
}
