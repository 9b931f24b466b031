package dev.millrace.extensions.filestorage.log;

import dev.millrace.extensions.filestorage.log.Disk.DiskFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The settled records of one segment, on disk. What cannot be written now is written with what
 * comes next: until then a restart would send it again. An entry that is damaged is as if it were
 * not there.
 *
 * <p>Threading: used by the log's writer alone. Bounds: one entry for each record of the segment.
 */
final class SettledFile {
  static final String SUFFIX = ".ack";

  private static final int ENTRY_BYTES = 8;
  private static final int MOST_ENTRIES = 4096;

  private final Path path;
  private final long salt;
  private final List<Integer> unwritten = new ArrayList<>();
  private @Nullable DiskFile file;
  private long size;

  SettledFile(Path path, long salt) {
    this.path = path;
    this.salt = salt;
  }

  Path path() {
    return path;
  }

  long size() {
    return size;
  }

  void add(int index) {
    unwritten.add(index);
  }

  /** Writes what was added. */
  void flush(Disk disk) throws IOException {
    while (!unwritten.isEmpty()) {
      DiskFile open = file == null ? open(disk) : file;
      file = open;
      List<Integer> some = unwritten.subList(0, Math.min(unwritten.size(), MOST_ENTRIES));
      ByteBuffer out = ByteBuffer.allocate(some.size() * ENTRY_BYTES);
      for (int index : some) {
        out.putInt(index).putInt(checksum(index));
      }
      open.write(out.flip(), size);
      size += out.limit();
      some.clear();
    }
  }

  /** Whole entries only: one that is cut off is written over. */
  private DiskFile open(Disk disk) throws IOException {
    if (size == 0) {
      disk.delete(path);
      return disk.create(path);
    }
    return disk.write(path);
  }

  private int checksum(int index) {
    byte[] bytes = ByteBuffer.allocate(4).putInt(index).array();
    return Checksum.of(salt, bytes, 0, bytes.length);
  }

  /** Reads what an earlier process wrote. */
  void load(Disk disk, IntConsumer each) throws IOException {
    ByteBuffer in = ByteBuffer.allocate(MOST_ENTRIES * ENTRY_BYTES);
    try (DiskFile open = disk.read(path)) {
      while (fill(open, in)) {
        in.flip();
        while (in.remaining() >= ENTRY_BYTES) {
          int index = in.getInt();
          if (in.getInt() == checksum(index) && index >= 0) {
            each.accept(index);
          }
          size += ENTRY_BYTES;
        }
        in.clear();
      }
    } catch (NoSuchFileException e) {
      size = 0; // nothing is settled
    }
  }

  /** Fills the buffer as far as there are entries; answers whether there is at least one. */
  private boolean fill(DiskFile open, ByteBuffer in) throws IOException {
    int read = 0;
    while (read >= 0 && in.hasRemaining()) {
      read = open.read(in, size + in.position());
    }
    return in.position() >= ENTRY_BYTES;
  }

  void close() throws IOException {
    DiskFile open = file;
    file = null;
    if (open != null) {
      open.close();
    }
  }
}
