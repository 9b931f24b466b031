package dev.millrace.net.compression;

import io.airlift.compress.snappy.SnappyCompressor;
import java.io.IOException;
import java.io.OutputStream;
import java.util.zip.CRC32C;

/**
 * Snappy in frames, each with its checksum. One thread.
 *
 * @see <a href="https://github.com/google/snappy/blob/main/framing_format.txt">the format</a>
 */
final class SnappyFramedStream extends BlockStream {
  /** The format allows no more. */
  private static final int BLOCK_BYTES = 64 * 1024;

  private static final byte[] STREAM_IDENTIFIER = {
    (byte) 0xff, 6, 0, 0, 's', 'N', 'a', 'P', 'p', 'Y'
  };
  private static final byte COMPRESSED = 0;
  private static final byte UNCOMPRESSED = 1;
  private static final int CHECKSUM_BYTES = 4;
  private static final int HEADER_BYTES = 4 + CHECKSUM_BYTES;
  private static final int MASK = 0xa282ead8;

  private final OutputStream out;
  private final SnappyCompressor compressor = new SnappyCompressor();
  private final byte[] packed = new byte[compressor.maxCompressedLength(BLOCK_BYTES)];
  private final byte[] header = new byte[HEADER_BYTES];
  private final CRC32C checksum = new CRC32C();

  SnappyFramedStream(OutputStream out) throws IOException {
    super(out, BLOCK_BYTES);
    this.out = out;
    out.write(STREAM_IDENTIFIER, 0, STREAM_IDENTIFIER.length);
  }

  @Override
  void writeBlock(byte[] plain, int plainBytes) throws IOException {
    int packedBytes = compressor.compress(plain, 0, plainBytes, packed, 0, packed.length);
    // Where little is saved, readers need not unpack, as of the reference encoder.
    boolean pays = packedBytes < plainBytes - plainBytes / 8;
    int bytes = pays ? packedBytes : plainBytes;
    header[0] = pays ? COMPRESSED : UNCOMPRESSED;
    littleEndian(header, 1, 3, bytes + CHECKSUM_BYTES);
    littleEndian(header, 4, CHECKSUM_BYTES, maskedChecksum(plain, plainBytes));
    out.write(header, 0, HEADER_BYTES);
    out.write(pays ? packed : plain, 0, bytes);
  }

  private int maskedChecksum(byte[] plain, int plainBytes) {
    checksum.reset();
    checksum.update(plain, 0, plainBytes);
    int crc = (int) checksum.getValue();
    return Integer.rotateRight(crc, 15) + MASK;
  }

  @Override
  void writeEnd() {
    // A stream of frames just ends.
  }
}
