package dev.millrace.net.compression;

import java.io.IOException;
import java.io.OutputStream;
import java.util.zip.CRC32;

/**
 * What stands around the deflated bytes of a gzip member.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc1952#section-2.3">RFC 1952 2.3</a>
 */
final class GzipFrame {
  private static final int UNKNOWN_SYSTEM = 255;
  private static final byte[] HEADER = {
    0x1f, (byte) 0x8b, 8, 0, 0, 0, 0, 0, 0, (byte) UNKNOWN_SYSTEM
  };

  private final CRC32 checksum = new CRC32();
  private long plainBytes;

  void writeHeader(OutputStream out) throws IOException {
    out.write(HEADER, 0, HEADER.length);
  }

  /** Takes note of what is deflated. */
  void add(byte[] array, int offset, int length) {
    checksum.update(array, offset, length);
    plainBytes += length;
  }

  void writeTrailer(OutputStream out) throws IOException {
    byte[] trailer = new byte[8];
    littleEndian(trailer, 0, checksum.getValue());
    littleEndian(trailer, 4, plainBytes);
    out.write(trailer, 0, trailer.length);
  }

  private static void littleEndian(byte[] target, int at, long value) {
    for (int i = 0; i < 4; i++) {
      target[at + i] = (byte) (value >>> (8 * i));
    }
  }
}
