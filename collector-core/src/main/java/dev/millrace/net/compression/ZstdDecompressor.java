package dev.millrace.net.compression;

import com.github.luben.zstd.RecyclingBufferPool;
import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/**
 * Reads zstd streams of one or more frames. A frame's window is at most 8 MiB, as RFC 9659 has it
 * for content codings: a peer cannot make us hold more.
 */
final class ZstdDecompressor implements Decompressor {
  private static final int MAX_WINDOW_LOG = 23;
  // A decoder without its window; beside the window stands a block.
  private static final int CONTEXT_BYTES = 160 * 1024;
  private static final int BLOCK_BYTES = 128 * 1024;

  private final ZstdFrames frames = new ZstdFrames();
  private final Pushed pushed = new Pushed();
  private @Nullable ZstdInputStreamNoFinalizer stream;

  @Override
  public void write(byte[] array, int offset, int length, Output output) throws Exception {
    if (length == 0) {
      return;
    }
    frames.follow(array, offset, length);
    pushed.set(array, offset, length);
    ZstdInputStreamNoFinalizer in = stream();
    byte[] scratch = InflateBuffer.take();
    try {
      int count = in.read(scratch, 0, scratch.length);
      while (count > 0) {
        output.write(scratch, 0, count);
        count = in.read(scratch, 0, scratch.length);
      }
    } finally {
      InflateBuffer.give(scratch);
    }
  }

  @Override
  public void finish() throws IOException {
    if (stream == null) {
      throw new IOException("zstd: unexpected end of the stream");
    }
    // Out of continuous mode the end of the input in the middle of a frame is an error.
    stream.setContinuous(false);
    if (stream.read() >= 0) {
      throw new IOException("zstd: bytes after the end of the stream");
    }
  }

  @Override
  public long heldBytes() {
    long window = Math.min(frames.largestWindowBytes(), 1L << MAX_WINDOW_LOG);
    return stream == null ? 0 : CONTEXT_BYTES + window + Math.min(window, BLOCK_BYTES);
  }

  @Override
  public void close() {
    if (stream == null) {
      return;
    }
    try {
      stream.close();
    } catch (IOException e) {
      throw new IllegalStateException("closing a stream over an array", e);
    } finally {
      stream = null;
    }
  }

  private ZstdInputStreamNoFinalizer stream() throws IOException {
    if (stream == null) {
      stream = new ZstdInputStreamNoFinalizer(pushed, RecyclingBufferPool.INSTANCE);
      stream.setContinuous(true);
      stream.setLongMax(MAX_WINDOW_LOG);
    }
    return stream;
  }

  /** The bytes of the present write, as the pull-style decoder wants them. */
  private static final class Pushed extends InputStream {
    private byte[] array = new byte[0];
    private int at;
    private int end;

    void set(byte[] bytes, int offset, int length) {
      array = bytes;
      at = offset;
      end = offset + length;
    }

    @Override
    public int available() {
      return end - at;
    }

    @Override
    public int read() {
      return at < end ? array[at++] & 0xff : -1;
    }

    @Override
    public int read(byte[] target, int offset, int length) {
      int count = Math.min(length, end - at);
      if (count <= 0) {
        return -1;
      }
      System.arraycopy(array, at, target, offset, count);
      at += count;
      return count;
    }
  }
}
