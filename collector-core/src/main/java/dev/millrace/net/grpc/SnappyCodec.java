package dev.millrace.net.grpc;

import dev.millrace.net.compression.Coding;
import io.grpc.Decompressor;
import java.io.InputStream;

/**
 * Lets grpc-java read messages that were compressed with snappy: in frames, as the Go collector
 * sends them, or as one block.
 */
final class SnappyCodec implements Decompressor {

  @Override
  public String getMessageEncoding() {
    return "snappy";
  }

  @Override
  public InputStream decompress(InputStream in) {
    return new PulledStream(in, Coding.SNAPPY.decompressor());
  }
}
