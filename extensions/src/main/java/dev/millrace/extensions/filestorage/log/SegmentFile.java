package dev.millrace.extensions.filestorage.log;

import dev.millrace.extensions.filestorage.log.Disk.DiskFile;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Reads a segment's file through a window, so that small records that lie together cost one call.
 *
 * <p>Not thread-safe. The window holds only what was committed when it was read.
 */
final class SegmentFile implements Closeable {
  private static final int COPY_BYTES = 128 << 10;

  private final DiskFile file;
  private final long salt;
  private final byte[] window;

  /** On the way from the disk: the JDK would keep one as large as the largest read. */
  private final ByteBuffer copy;

  private long windowStart;
  private int windowLength;

  SegmentFile(DiskFile file, long salt, int windowBytes) {
    this.file = file;
    this.salt = salt;
    this.window = new byte[windowBytes];
    this.copy = ByteBuffer.allocateDirect(Math.min(COPY_BYTES, windowBytes));
  }

  /** The head at an offset, null when there is none that is intact. */
  @Nullable RecordHead head(long offset, long committed) throws IOException {
    int at = require(offset, RecordHead.BYTES, committed);
    return RecordHead.decode(window, at, salt);
  }

  /** Whether nothing but zeros stands there: space that was given and never written. */
  boolean isBlank(long offset, long committed) throws IOException {
    int at = require(offset, RecordHead.BYTES, committed);
    for (int i = at; i < at + RecordHead.BYTES; i++) {
      if (window[i] != 0) {
        return false;
      }
    }
    return true;
  }

  /** Where the next intact head stands at or behind an offset, -1 when there is none. */
  long find(long from, long committed) throws IOException {
    for (long offset = from; offset + RecordHead.BYTES <= committed; offset++) {
      int at = require(offset, RecordHead.BYTES, committed);
      boolean isMagic = window[at] == 'M' && window[at + 1] == 'R' && window[at + 2] == 'E';
      if (isMagic && RecordHead.decode(window, at, salt) != null) {
        return offset;
      }
    }
    return -1;
  }

  /** Fills an array from an offset on. */
  void read(long offset, byte[] into, long committed) throws IOException {
    if (into.length <= window.length) {
      System.arraycopy(window, require(offset, into.length, committed), into, 0, into.length);
    } else {
      fill(offset, into, into.length);
    }
  }

  /** Makes sure that a range is in the window; answers where it begins there. */
  private int require(long offset, int length, long committed) throws IOException {
    if (offset < windowStart || offset + length > windowStart + windowLength) {
      int wanted = (int) Math.min(window.length, committed - offset);
      windowLength = 0;
      fill(offset, window, wanted);
      windowStart = offset;
      windowLength = wanted;
    }
    return (int) (offset - windowStart);
  }

  private void fill(long offset, byte[] into, int length) throws IOException {
    int done = 0;
    while (done < length) {
      copy.clear().limit(Math.min(copy.capacity(), length - done));
      int read = file.read(copy, offset + done);
      if (read < 0) {
        throw new EOFException("the file ends at %d of %d".formatted(done, length));
      }
      copy.flip().get(into, done, read);
      done += read;
    }
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
