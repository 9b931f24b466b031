package dev.millrace.extensions.filestorage.log;

import dev.millrace.data.Batch;
import dev.millrace.extensions.filestorage.log.Disk.DiskFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/**
 * The segment that is appended to. Records go to the disk as a buffer fills; they are there for
 * readers and for good when they are committed.
 *
 * <p>Not thread-safe; blocks.
 */
final class OpenSegment {
  private static final int BUFFER_BYTES = 128 << 10;

  private final Segment segment;
  private final DiskFile file;
  private final boolean fsync;

  private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_BYTES);

  /** Behind what was written; the buffer comes there. */
  private long written;

  /** Whether forcing it to disk has failed: nobody knows what is there. */
  private boolean isDoubtful;

  private OpenSegment(Segment segment, DiskFile file, boolean fsync) {
    this.segment = segment;
    this.file = file;
    this.fsync = fsync;
  }

  /** Makes a file; one that cannot be begun is deleted again. */
  static OpenSegment create(Path directory, LogSettings settings, SegmentHead head)
      throws IOException {
    Disk disk = settings.disk();
    Segment segment = new Segment(directory, head, head.itemsBefore());
    DiskFile file = disk.create(segment.path);
    try {
      file.write(head.encode(), 0);
      if (settings.fsync()) {
        file.force();
        disk.force(directory);
      }
    } catch (IOException e) {
      try (file) {
        disk.delete(segment.path);
      } catch (IOException suppressed) {
        e.addSuppressed(suppressed);
      }
      throw e;
    }
    segment.committed = SegmentHead.BYTES;
    OpenSegment open = new OpenSegment(segment, file, settings.fsync());
    open.written = SegmentHead.BYTES;
    return open;
  }

  Segment segment() {
    return segment;
  }

  /** Behind the last record that was put. */
  long position() {
    return written + buffer.position();
  }

  void put(Append append, long number, long itemsBefore) throws IOException {
    if (buffer.remaining() < RecordHead.BYTES) {
      flush();
    }
    append.head(number, itemsBefore).encode(buffer, segment.salt);
    put(append.description(), 0, append.description().length);
    for (Batch.Part part : append.batch().parts()) {
      put(part.bytes().array(), part.bytes().offset(), part.bytes().length());
    }
  }

  private void put(byte[] bytes, int offset, int length) throws IOException {
    int at = offset;
    int left = length;
    while (left > 0) {
      if (!buffer.hasRemaining()) {
        flush();
      }
      int some = Math.min(left, buffer.remaining());
      buffer.put(bytes, at, some);
      at += some;
      left -= some;
    }
  }

  private void flush() throws IOException {
    int length = buffer.position();
    file.write(buffer.flip(), written);
    written += length;
    buffer.clear();
  }

  /** Everything that was put is part of the log now, up to before number {@code end}. */
  void commit(long end, long endItems) throws IOException {
    flush();
    if (fsync) {
      try {
        file.force();
      } catch (IOException e) {
        isDoubtful = true;
        throw e;
      }
    }
    segment.endItems = endItems;
    segment.committed = written;
    segment.end = end; // last: readers look at it first
  }

  /** Forgets what was not committed; answers whether the segment can be used on. */
  boolean rollBack() {
    buffer.clear();
    written = segment.committed;
    try {
      file.truncate(segment.committed);
      return !isDoubtful;
    } catch (IOException e) {
      return false; // what is there is cut off when it is read
    }
  }

  void close() throws IOException {
    file.close();
  }
}
