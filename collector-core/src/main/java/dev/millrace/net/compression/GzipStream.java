package dev.millrace.net.compression;

import java.io.IOException;
import java.io.OutputStream;

/** One gzip member. */
final class GzipStream extends DeflateStream {
  private final OutputStream out;
  private final GzipFrame frame = new GzipFrame();

  GzipStream(OutputStream out, DeflaterPool pool) throws IOException {
    super(out, pool);
    this.out = out;
    frame.writeHeader(out);
  }

  @Override
  public void write(byte[] array, int offset, int length) throws IOException {
    super.write(array, offset, length);
    frame.add(array, offset, length);
  }

  @Override
  void writeTrailer() throws IOException {
    frame.writeTrailer(out);
  }
}
