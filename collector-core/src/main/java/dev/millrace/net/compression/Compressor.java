package dev.millrace.net.compression;

import com.github.luben.zstd.RecyclingBufferPool;
import com.github.luben.zstd.ZstdOutputStreamNoFinalizer;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Queue;
import java.util.concurrent.ArrayBlockingQueue;

/**
 * Compresses bodies. Deflating state (some 300 KB each) is kept for the next body.
 *
 * <p>Threading: any thread; each stream belongs to one. Ownership: whoever makes one closes it,
 * after all its streams.
 */
public final class Compressor implements AutoCloseable {
  private static final int FASTEST = 1;
  private static final int MAX_IDLE = 4;

  private final Compression compression;
  private final DeflaterPool deflaters;
  private final Queue<FastDeflater> fastDeflaters = new ArrayBlockingQueue<>(MAX_IDLE);

  public Compressor(Compression compression) {
    this.compression = compression;
    boolean isRaw = compression.algorithm() == Compression.Algorithm.GZIP;
    this.deflaters = new DeflaterPool(compression.level(), isRaw);
  }

  /** What it does. */
  public Compression compression() {
    return compression;
  }

  /**
   * A stream whose closing ends one body; it closes {@code out}. Where compressed forms are reused
   * it is a {@link MembersStream}.
   */
  public OutputStream open(OutputStream out) throws IOException {
    return compression.reuses() ? new MembersStream(this, out) : openOne(out);
  }

  /** A stream that compresses all that is written. */
  OutputStream openOne(OutputStream out) throws IOException {
    return switch (compression.algorithm()) {
      case NONE -> out;
      case GZIP ->
          compression.level() == FASTEST
              ? new FastGzipStream(out, fastDeflaters)
              : new GzipStream(out, deflaters);
      case ZLIB, DEFLATE -> new DeflateStream(out, deflaters);
      case ZSTD ->
          new ZstdOutputStreamNoFinalizer(out, RecyclingBufferPool.INSTANCE, compression.level());
      case SNAPPY -> new SnappyStream(out);
      case SNAPPY_FRAMED -> new SnappyFramedStream(out);
      case LZ4 -> new Lz4Stream(out);
    };
  }

  @Override
  public void close() {
    deflaters.close();
  }
}
