package dev.millrace.extensions.filestorage;

import dev.millrace.component.StartException;
import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Keeps other processes, and other extensions of this one, out of a directory. The operating system
 * lets go of it when the process ends, however it ends.
 */
final class DirectoryLock implements Closeable {
  private static final String NAME = "millrace.lock";
  private static final long PAUSE_NANOS = Duration.ofMillis(20).toNanos();

  private final FileChannel channel;

  private DirectoryLock(FileChannel channel) {
    this.channel = channel;
  }

  /** Blocks until the directory is free, at most for {@code timeout}. */
  static DirectoryLock take(Path directory, Duration timeout) throws IOException, StartException {
    Path file = directory.resolve(NAME);
    FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    long deadline = System.nanoTime() + timeout.toNanos();
    try {
      FileLock lock = tryLock(channel);
      while (lock == null && System.nanoTime() - deadline < 0) {
        LockSupport.parkNanos(PAUSE_NANOS);
        lock = tryLock(channel);
      }
      if (lock != null) {
        return new DirectoryLock(channel);
      }
    } catch (IOException e) {
      try (channel) {
        throw e;
      }
    }
    channel.close();
    throw new StartException(
        "directory \"%s\" is in use by another process or another file_storage (%s is locked); give each a directory of its own, or wait for the other to end"
            .formatted(directory, NAME),
        null);
  }

  private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException e) {
      return null; // another one of this process has it
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
