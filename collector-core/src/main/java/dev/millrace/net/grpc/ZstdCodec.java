package dev.millrace.net.grpc;

import com.github.luben.zstd.RecyclingBufferPool;
import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import dev.millrace.net.compression.Coding;
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
        .with(new KeepingCodec(new ZstdCodec(), Coding.ZSTD), true)
        .with(new KeepingCodec(new GzipCodec(), Coding.GZIP), true)
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
