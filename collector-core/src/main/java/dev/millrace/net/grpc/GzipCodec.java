package dev.millrace.net.grpc;

import io.grpc.Decompressor;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;

/** Lets grpc-java read gzip in larger pieces than the 512 bytes of its own codec. */
final class GzipCodec implements Decompressor {
  private static final int BUFFER_BYTES = 8 * 1024;

  @Override
  public String getMessageEncoding() {
    return "gzip";
  }

  @Override
  public InputStream decompress(InputStream in) throws IOException {
    return new GZIPInputStream(in, BUFFER_BYTES);
  }
}
