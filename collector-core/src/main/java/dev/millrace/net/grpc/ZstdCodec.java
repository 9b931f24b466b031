package dev.millrace.net.grpc;

import com.github.luben.zstd.RecyclingBufferPool;
import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import io.grpc.Decompressor;
import io.grpc.DecompressorRegistry;
import java.io.IOException;
import java.io.InputStream;

/**
 * Lets grpc-java read messages that were compressed with zstd, as the Go collector sends them when
 * asked to. The window is bounded at 8 MiB, the decompressed size by the transport.
 */
final class ZstdCodec implements Decompressor {
  private static final int MAX_WINDOW_LOG = 23;

  private ZstdCodec() {}

  /** gzip, zstd and snappy. */
  static DecompressorRegistry registry() {
    return DecompressorRegistry.getDefaultInstance()
        .with(new ZstdCodec(), true)
        .with(new GzipCodec(), true)
        .with(new SnappyCodec(), true);
  }

  @Override
  public String getMessageEncoding() {
    return "zstd";
  }

  @Override
  public InputStream decompress(InputStream in) throws IOException {
    return new ZstdInputStreamNoFinalizer(in, RecyclingBufferPool.INSTANCE)
        .setLongMax(MAX_WINDOW_LOG);
  }
}
