package dev.millrace.net.compression;

import io.airlift.compress.lz4.Lz4Compressor;
import java.io.IOException;
import java.io.OutputStream;

/**
 * One LZ4 frame of independent blocks, without checksums of its content, which the format leaves to
 * the writer. One thread.
 *
 * @see <a href="https://github.com/lz4/lz4/blob/dev/doc/lz4_Frame_format.md">the format</a>
 */
final class Lz4Stream extends BlockStream {
  private static final int BLOCK_BYTES = 256 * 1024;

  /** Magic number, version 1 with independent blocks, blocks of 256 KiB, the header's checksum. */
  private static final byte[] HEADER = {4, 0x22, 0x4d, 0x18, 0x60, 0x50, (byte) 0xfb};

  private static final int UNCOMPRESSED = 1 << 31;

  private final OutputStream out;
  private final Lz4Compressor compressor = new Lz4Compressor();
  private final byte[] packed = new byte[compressor.maxCompressedLength(BLOCK_BYTES)];
  private final byte[] length = new byte[4];

  Lz4Stream(OutputStream out) throws IOException {
    super(out, BLOCK_BYTES);
    this.out = out;
    out.write(HEADER, 0, HEADER.length);
  }

  @Override
  void writeBlock(byte[] plain, int plainBytes) throws IOException {
    int packedBytes = compressor.compress(plain, 0, plainBytes, packed, 0, packed.length);
    boolean pays = packedBytes < plainBytes;
    writeLength(pays ? packedBytes : plainBytes | UNCOMPRESSED);
    out.write(pays ? packed : plain, 0, pays ? packedBytes : plainBytes);
  }

  @Override
  void writeEnd() throws IOException {
    writeLength(0);
  }

  private void writeLength(int value) throws IOException {
    littleEndian(length, 0, length.length, value);
    out.write(length, 0, length.length);
  }
}
