package dev.millrace.net.compression;

import java.io.IOException;

/**
 * Reads the frame format of LZ4: one or more frames, with their checksums. No dictionaries.
 *
 * @see <a href="https://github.com/lz4/lz4/blob/dev/doc/lz4_Frame_format.md">LZ4: the frame
 *     format</a>
 */
final class Lz4Decompressor implements Decompressor {
  private static final int FIELD_BYTES = 4;
  private static final int MAGIC = 0x184D2204;
  private static final int SKIPPABLE_MAGIC = 0x184D2A50;
  private static final int SKIPPABLE_MASK = 0xfffffff0;
  private static final int UNCOMPRESSED = 0x80000000;

  private enum Part {
    MAGIC,
    DESCRIPTOR,
    BLOCK_SIZE,
    BLOCK,
    BLOCK_CHECKSUM,
    CONTENT_CHECKSUM,
    SKIPPED_SIZE,
    SKIPPED
  }

  private final Lz4Block block = new Lz4Block();
  private final XxHash32 blockSum = new XxHash32();
  private final XxHash32 contentSum = new XxHash32();
  private Lz4Descriptor frame = new Lz4Descriptor();
  private Part part = Part.MAGIC;
  private int seen;
  private int field;
  private long left;
  private boolean isCompressed;
  private long producedBytes;
  private boolean anyFrame;

  @Override
  public void write(byte[] array, int offset, int length, Output output) throws Exception {
    int at = offset;
    int end = offset + length;
    while (at < end) {
      if (part == Part.BLOCK || part == Part.SKIPPED) {
        int taken = (int) Math.min(left, end - at);
        if (part == Part.BLOCK) {
          data(array, at, taken, output);
        }
        at += taken;
        left -= taken;
        if (left == 0) {
          endData();
        }
      } else if (part == Part.DESCRIPTOR) {
        descriptor(array[at++], output);
      } else {
        field |= (array[at++] & 0xff) << (8 * seen++);
        if (seen == FIELD_BYTES) {
          int complete = field;
          seen = 0;
          field = 0;
          field(complete);
        }
      }
    }
  }

  @Override
  public void finish() throws IOException {
    check(anyFrame && part == Part.MAGIC && seen == 0, "unexpected end of the stream");
  }

  @Override
  public long heldBytes() {
    return block.heldBytes();
  }

  @Override
  public void close() {}

  private void field(int value) throws IOException {
    switch (part) {
      case MAGIC -> magic(value);
      case BLOCK_SIZE -> beginBlock(value);
      case BLOCK_CHECKSUM -> {
        check(value == blockSum.value(), "invalid checksum of a block");
        part = Part.BLOCK_SIZE;
      }
      case CONTENT_CHECKSUM -> {
        check(value == contentSum.value(), "invalid checksum");
        endFrame();
      }
      case SKIPPED_SIZE -> {
        left = value & 0xffffffffL;
        part = left == 0 ? Part.MAGIC : Part.SKIPPED;
        anyFrame = true;
      }
      case DESCRIPTOR, BLOCK, SKIPPED -> throw new IllegalStateException("not a field");
    }
  }

  private void magic(int value) throws IOException {
    if ((value & SKIPPABLE_MASK) == SKIPPABLE_MAGIC) {
      part = Part.SKIPPED_SIZE;
      return;
    }
    check(value == MAGIC, "invalid header");
    frame = new Lz4Descriptor();
    part = Part.DESCRIPTOR;
    producedBytes = 0;
    contentSum.reset();
    block.forget();
  }

  private void descriptor(byte value, Output output) throws Exception {
    if (frame.isCompleteWith(value)) {
      if (frame.contentBytes() >= 0) {
        output.expect(frame.contentBytes());
      }
      part = Part.BLOCK_SIZE;
    }
  }

  private void beginBlock(int size) throws IOException {
    left = size & ~UNCOMPRESSED;
    isCompressed = (size & UNCOMPRESSED) == 0;
    if (size == 0) {
      check(
          frame.contentBytes() < 0 || frame.contentBytes() == producedBytes,
          "not as many bytes as declared");
      part = Part.CONTENT_CHECKSUM;
      if (!frame.hasContentChecksum()) {
        endFrame();
      }
      return;
    }
    check(left > 0 && left <= frame.maxBlockBytes(), "a block is longer than its frame allows");
    if (!frame.isLinked()) {
      block.forget();
    }
    block.begin(frame.maxBlockBytes());
    blockSum.reset();
    part = Part.BLOCK;
  }

  private void data(byte[] array, int offset, int count, Output output) throws Exception {
    if (frame.hasBlockChecksum()) {
      blockSum.update(array, offset, count);
    }
    if (isCompressed) {
      block.write(array, offset, count, summed(output));
    } else {
      block.plain(array, offset, count, summed(output));
    }
  }

  private Output summed(Output output) {
    return (bytes, from, count) -> {
      producedBytes += count;
      if (frame.hasContentChecksum()) {
        contentSum.update(bytes, from, count);
      }
      output.write(bytes, from, count);
    };
  }

  private void endData() throws IOException {
    if (part == Part.SKIPPED) {
      part = Part.MAGIC;
      return;
    }
    if (isCompressed) {
      block.finish();
    }
    part = frame.hasBlockChecksum() ? Part.BLOCK_CHECKSUM : Part.BLOCK_SIZE;
  }

  private void endFrame() {
    anyFrame = true;
    part = Part.MAGIC;
  }

  static void check(boolean right, String wrong) throws IOException {
    if (!right) {
      throw new IOException("lz4: " + wrong);
    }
  }
}
