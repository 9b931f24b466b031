package dev.millrace.net.grpc;

import dev.millrace.net.compression.Decompressor;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/**
 * Decompresses what is read from it with one of our decompressors, which want to be pushed: a small
 * piece at a time, so that little waits here whatever it decompresses to. One thread.
 */
final class PulledStream extends InputStream {
  private static final int PIECE_BYTES = 4 * 1024;

  private final InputStream in;
  private final Decompressor decompressor;
  private final byte[] piece = new byte[PIECE_BYTES];
  private byte[] waiting = new byte[0];
  private int at;
  private int end;
  private boolean finished;

  PulledStream(InputStream in, Decompressor decompressor) {
    this.in = in;
    this.decompressor = decompressor;
  }

  @Override
  public int read() throws IOException {
    return fill() ? waiting[at++] & 0xff : -1;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    if (!fill()) {
      return -1;
    }
    int count = Math.min(length, end - at);
    System.arraycopy(waiting, at, target, offset, count);
    at += count;
    return count;
  }

  @Override
  public void close() throws IOException {
    decompressor.close();
    in.close();
  }

  /** Whether anything waits, after reading on where nothing did. */
  private boolean fill() throws IOException {
    while (at == end && !finished) {
      at = 0;
      end = 0;
      int count = in.read(piece, 0, piece.length);
      if (count < 0) {
        finished = true;
        decompressor.finish();
      } else {
        push(count);
      }
    }
    return at < end;
  }

  private void push(int count) throws IOException {
    try {
      decompressor.write(piece, 0, count, this::keep);
    } catch (IOException | RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IOException(e);
    }
  }

  private void keep(byte[] array, int offset, int length) {
    if (waiting.length - end < length) {
      waiting = Arrays.copyOf(waiting, Math.max(end + length, 2 * waiting.length));
    }
    System.arraycopy(array, offset, waiting, end, length);
    end += length;
  }
}
