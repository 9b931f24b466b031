package dev.millrace.net.compression;

import io.airlift.compress.snappy.SnappyCompressor;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/**
 * One snappy block: it begins with its plain length, so that all of it is gathered first. One
 * thread.
 *
 * @see <a href="https://github.com/google/snappy/blob/main/format_description.txt">the format</a>
 */
final class SnappyStream extends OutputStream {
  private final OutputStream out;
  private final Gathered plain = new Gathered();
  private boolean closed;

  SnappyStream(OutputStream out) {
    this.out = out;
  }

  @Override
  public void write(int value) {
    plain.write(value);
  }

  @Override
  public void write(byte[] array, int offset, int length) {
    plain.write(array, offset, length);
  }

  @Override
  public void close() throws IOException {
    if (closed) {
      return;
    }
    closed = true;
    try (out) {
      SnappyCompressor compressor = new SnappyCompressor();
      byte[] packed = new byte[compressor.maxCompressedLength(plain.size())];
      int length = compressor.compress(plain.array(), 0, plain.size(), packed, 0, packed.length);
      out.write(packed, 0, length);
    }
  }

  /** Lends its array, where {@code toByteArray} would copy it. */
  private static final class Gathered extends ByteArrayOutputStream {
    byte[] array() {
      return buf;
    }
  }
}
