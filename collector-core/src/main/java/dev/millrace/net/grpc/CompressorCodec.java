package dev.millrace.net.grpc;

import dev.millrace.net.compression.Compression;
import dev.millrace.net.compression.Compression.Algorithm;
import dev.millrace.net.compression.Compressor;
import java.io.IOException;
import java.io.OutputStream;

/** Lets grpc-java compress with a compressor of ours. Any thread. */
final class CompressorCodec implements io.grpc.Compressor {
  private final Compressor compressor;

  CompressorCodec(Compressor compressor) {
    this.compressor = compressor;
  }

  /** What goes over gRPC by the name of {@code snappy} has frames, as of the Go collector. */
  static Compressor compressor(Compression compression) {
    return new Compressor(
        compression.algorithm() == Algorithm.SNAPPY
            ? Compression.fast(Algorithm.SNAPPY_FRAMED)
            : compression);
  }

  @Override
  public String getMessageEncoding() {
    Algorithm algorithm = compressor.compression().algorithm();
    return (algorithm == Algorithm.SNAPPY_FRAMED ? Algorithm.SNAPPY : algorithm).text();
  }

  @Override
  public OutputStream compress(OutputStream out) throws IOException {
    return compressor.open(out);
  }
}
