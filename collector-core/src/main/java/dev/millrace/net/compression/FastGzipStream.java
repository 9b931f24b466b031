package dev.millrace.net.compression;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Objects;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/** One gzip member, fast. One thread. */
final class FastGzipStream extends OutputStream {
  private final OutputStream out;
  private final Queue<FastDeflater> idle;
  private final GzipFrame frame = new GzipFrame();
  private @Nullable FastDeflater deflater;

  /**
   * Begins a member.
   *
   * @param idle where the deflater is taken from and given back to; its bound is the queue's
   */
  FastGzipStream(OutputStream out, Queue<FastDeflater> idle) throws IOException {
    this.out = out;
    this.idle = idle;
    this.deflater = Objects.requireNonNullElseGet(idle.poll(), FastDeflater::new);
    frame.writeHeader(out);
  }

  @Override
  public void write(int value) throws IOException {
    write(new byte[] {(byte) value}, 0, 1);
  }

  @Override
  public void write(byte[] array, int offset, int length) throws IOException {
    FastDeflater open = deflater;
    if (open == null) {
      throw new IOException("the stream is closed");
    }
    open.write(array, offset, length, out);
    frame.add(array, offset, length);
  }

  @Override
  public void close() throws IOException {
    FastDeflater open = deflater;
    if (open == null) {
      return;
    }
    deflater = null;
    try (out) {
      open.finish(out);
      frame.writeTrailer(out);
    } finally {
      open.reset(); // also after a failure
      boolean unused = idle.offer(open);
    }
  }
}
