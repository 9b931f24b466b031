package dev.millrace.extensions.filestorage.log;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;

/**
 * The little that a log wants from a file system; tests put faults in here.
 *
 * <p>Threading: as its callers. All of it blocks.
 */
public interface Disk {

  /** Makes a file, which must not exist, and opens it for writing. */
  DiskFile create(Path path) throws IOException;

  /** Opens a file for reading. */
  DiskFile read(Path path) throws IOException;

  /** Opens a file for reading and writing. */
  DiskFile write(Path path) throws IOException;

  /** The names in a directory, which is made if it is missing; sorted. */
  List<String> list(Path directory) throws IOException;

  /** Does nothing when there is no such file. */
  void delete(Path path) throws IOException;

  void rename(Path from, Path to) throws IOException;

  /** Makes sure that the names in a directory survive a loss of power. */
  void force(Path directory) throws IOException;

  /** An open file. */
  interface DiskFile extends Closeable {

    /** Reads up to what the buffer takes; -1 at the end. */
    int read(ByteBuffer buffer, long position) throws IOException;

    /** Writes all of the buffer, or fails having written some of it. */
    void write(ByteBuffer buffer, long position) throws IOException;

    void truncate(long size) throws IOException;

    void force() throws IOException;

    long size() throws IOException;
  }
}
