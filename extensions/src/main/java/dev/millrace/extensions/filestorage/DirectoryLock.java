package dev.millrace.extensions.filestorage;

import dev.millrace.component.StartException;
import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

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
    FileChannel channel =
        FileChannel.open(
            directory.resolve(NAME), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    long deadline = System.nanoTime() + timeout.toNanos();
    Attempt attempt = attempt(channel);
    while (attempt != Attempt.TAKEN && System.nanoTime() - deadline < 0) {
      LockSupport.parkNanos(PAUSE_NANOS);
      attempt = attempt(channel);
    }
    if (attempt == Attempt.TAKEN) {
      return new DirectoryLock(channel);
    }
    if (attempt == Attempt.ELSEWHERE) {
      channel.close();
    } // else closing it would let go of the lock that another extension of this process has (POSIX)
    throw new StartException(
        "directory \"%s\" is in use by another process or another file_storage (%s is locked); give each a directory of its own, or wait for the other to end"
            .formatted(directory, NAME),
        null);
  }

  private static Attempt attempt(FileChannel channel) throws IOException {
    try {
      return channel.tryLock() == null ? Attempt.ELSEWHERE : Attempt.TAKEN;
    } catch (OverlappingFileLockException e) {
      return Attempt.HERE;
    }
  }

  /** Who has the lock after trying to take it. */
  private enum Attempt {
    TAKEN,
    ELSEWHERE,
    HERE
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
