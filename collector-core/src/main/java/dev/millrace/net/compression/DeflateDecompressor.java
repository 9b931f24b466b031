package dev.millrace.net.compression;

import java.io.IOException;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code deflate}: the zlib format as RFC 9110 8.4.1.2 has it, or the bare stream that some
 * peers send, told apart by the first byte.
 */
final class DeflateDecompressor implements Decompressor {
  private static final int METHOD_MASK = 0x0f;
  private static final int METHOD_DEFLATE = 8;

  private @Nullable Inflater inflater;
  private boolean finished;

  @Override
  public void write(byte[] array, int offset, int length, Output output) throws Exception {
    if (length == 0) {
      return;
    }
    if (finished) {
      throw new IOException("zlib: bytes after the end of the stream");
    }
    if (inflater == null) {
      // A zlib header's low nibble is 8; as the start of a bare stream that would be a stored
      // block, which nobody begins with those padding bits.
      boolean zlib = (array[offset] & METHOD_MASK) == METHOD_DEFLATE;
      inflater = new Inflater(!zlib);
    }
    inflater.setInput(array, offset, length);
    Inflating.drain(inflater, "zlib", output);
    if (inflater.finished()) {
      finished = true;
      if (inflater.getRemaining() > 0) {
        throw new IOException("zlib: bytes after the end of the stream");
      }
    }
  }

  @Override
  public void finish() throws IOException {
    if (!finished) {
      throw new IOException("zlib: unexpected end of the stream");
    }
  }

  @Override
  public long heldBytes() {
    return inflater == null ? 0 : Inflating.HELD_BYTES;
  }

  @Override
  public void close() {
    if (inflater != null) {
      inflater.end();
      inflater = null;
    }
  }

  /** What gzip and zlib share. */
  static final class Inflating {
    /** About what zlib takes to inflate one stream: a window of 32 KiB and its tables. */
    static final int HELD_BYTES = 40 * 1024;

    private Inflating() {}

    /** Hands on everything that the inflater's present input gives. */
    static void drain(Inflater inflater, String format, Output output) throws Exception {
      byte[] scratch = InflateBuffer.take();
      try {
        while (!inflater.finished()) {
          int count = inflater.inflate(scratch);
          if (count > 0) {
            output.write(scratch, 0, count);
          } else if (inflater.needsDictionary()) {
            throw new IOException(format + ": preset dictionaries are not supported");
          } else if (inflater.needsInput()) {
            return;
          }
        }
      } catch (DataFormatException e) {
        throw new IOException(format + ": invalid data: " + e.getMessage(), e);
      } finally {
        InflateBuffer.give(scratch);
      }
    }
  }
}
