package dev.millrace.net.compression;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Reads snappy: one raw block, or the framing format. Both go by the name {@code snappy}, since the
 * Go collector sent frames under it once; they are told apart by the first bytes.
 */
final class SnappyDecompressor implements Decompressor {
  private final byte[] first = new byte[SnappyFrames.IDENTIFIER.length];
  private int seen;
  private @Nullable SnappyFrames frames;
  private @Nullable SnappyBlock block;

  private SnappyDecompressor(@Nullable SnappyFrames frames) {
    this.frames = frames;
  }

  /** Either of the two forms. */
  static SnappyDecompressor either() {
    return new SnappyDecompressor(null);
  }

  /** The framing format alone. */
  static SnappyDecompressor framed() {
    return new SnappyDecompressor(new SnappyFrames());
  }

  @Override
  public void write(byte[] array, int offset, int length, Output output) throws Exception {
    int at = offset;
    int end = offset + length;
    while (at < end && frames == null && block == null) {
      first[seen] = array[at++];
      if (first[seen] != SnappyFrames.IDENTIFIER[seen++]) {
        beginBlock(output);
      } else if (seen == first.length) {
        frames = new SnappyFrames();
        frames.write(first, 0, seen, output);
      }
    }
    if (frames != null) {
      frames.write(array, at, end - at, output);
    } else if (block != null) {
      block.write(array, at, end - at, output);
    }
  }

  @Override
  public void finish() throws IOException {
    if (frames != null) {
      frames.finish();
    } else if (block != null) {
      block.finish();
    } else {
      throw new IOException("snappy: unexpected end of the stream");
    }
  }

  @Override
  public long heldBytes() {
    return frames != null ? frames.heldBytes() : block != null ? block.heldBytes() : 0;
  }

  @Override
  public void close() {
    frames = null;
    block = null;
  }

  private void beginBlock(Output output) throws Exception {
    block = new SnappyBlock(Integer.MAX_VALUE / 2);
    block.write(first, 0, seen, output);
  }
}
