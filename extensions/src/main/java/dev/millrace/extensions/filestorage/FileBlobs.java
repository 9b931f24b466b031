package dev.millrace.extensions.filestorage;

import dev.millrace.component.storage.BlobStore;
import dev.millrace.extensions.filestorage.log.Disk;
import dev.millrace.extensions.filestorage.log.Disk.DiskFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * A file for each value: written beside, forced to disk, and renamed. {@code "MILLBLOB"}, version
 * (4 bytes), CRC32C of the value (4), the value.
 *
 * <p>Threading: any thread; one task after the other.
 */
final class FileBlobs implements BlobStore {
  private static final long MAGIC = 0x4d494c4c424c4f42L; // MILLBLOB
  private static final int VERSION = 1;
  private static final int HEAD_BYTES = 16;
  private static final String SUFFIX = ".blob";
  private static final String NEW = ".new";

  private final Path directory;
  private final Disk disk;
  private final Executor executor;
  private final Runnable onClosed;
  private final CompletableFuture<Void> closed = new CompletableFuture<>();
  private CompletionStage<?> last = CompletableFuture.completedFuture(null);
  private boolean isClosed;

  private FileBlobs(Path directory, Disk disk, Executor executor, Runnable onClosed) {
    this.onClosed = onClosed;
    this.directory = directory;
    this.disk = disk;
    this.executor = executor;
  }

  /**
   * Blocks.
   *
   * @param onClosed runs when it is closed, before anybody is told
   */
  static FileBlobs open(Path directory, Disk disk, Executor executor, Runnable onClosed)
      throws IOException {
    for (String name : disk.list(directory)) {
      if (name.endsWith(NEW)) {
        disk.delete(directory.resolve(name)); // the process ended before it was renamed
      }
    }
    return new FileBlobs(directory, disk, executor, onClosed);
  }

  @Override
  public CompletionStage<byte @Nullable []> get(String key) {
    return inTurn(() -> read(path(key)));
  }

  @Override
  public CompletionStage<Void> put(String key, byte[] value) {
    if (value.length > MAX_BYTES) {
      return CompletableFuture.failedFuture(
          new IOException(
              "a value of %d bytes (expected: at most %d)".formatted(value.length, MAX_BYTES)));
    }
    byte[] copy = value.clone();
    return inTurn(() -> {
      write(path(key), copy);
      return null;
    });
  }

  @Override
  public CompletionStage<Void> delete(String key) {
    return inTurn(() -> {
      disk.delete(path(key));
      disk.force(directory);
      return null;
    });
  }

  private Path path(String key) {
    return directory.resolve(FileNames.of(key) + SUFFIX);
  }

  private byte @Nullable [] read(Path path) throws IOException {
    ByteBuffer in;
    try (DiskFile file = disk.read(path)) {
      in = ByteBuffer.allocate((int) Math.min(file.size(), HEAD_BYTES + MAX_BYTES));
      int read = 0;
      while (read >= 0 && in.hasRemaining()) {
        read = file.read(in, in.position());
      }
    } catch (NoSuchFileException e) {
      return null;
    }
    in.flip();
    if (in.remaining() < HEAD_BYTES || in.getLong() != MAGIC) {
      throw new IOException(path + " is corrupt");
    }
    int version = in.getInt();
    int crc = in.getInt();
    byte[] value = new byte[in.remaining()];
    in.get(value);
    if (version > VERSION) {
      throw new IOException(
          "%s has format version %d, which is newer than %d".formatted(path, version, VERSION));
    }
    if (version != VERSION || crc != checksum(value)) {
      throw new IOException(path + " is corrupt");
    }
    return value;
  }

  private void write(Path path, byte[] value) throws IOException {
    Path beside = path.resolveSibling(path.getFileName() + NEW);
    ByteBuffer out = ByteBuffer.allocate(HEAD_BYTES + value.length);
    out.putLong(MAGIC).putInt(VERSION).putInt(checksum(value)).put(value);
    disk.delete(beside);
    try (DiskFile file = disk.create(beside)) {
      file.write(out.flip(), 0);
      file.force();
    } catch (IOException e) {
      disk.delete(beside);
      throw e;
    }
    disk.rename(beside, path);
    disk.force(directory);
  }

  private static int checksum(byte[] value) {
    CRC32C crc = new CRC32C();
    crc.update(value);
    return (int) crc.getValue();
  }

  @Override
  public synchronized CompletionStage<Void> close() {
    if (!isClosed) {
      isClosed = true;
      last.whenComplete((done, failure) -> {
        onClosed.run();
        closed.complete(null);
      });
    }
    return closed;
  }

  private synchronized <T> CompletionStage<T> inTurn(Work<T> work) {
    if (isClosed) {
      return CompletableFuture.failedFuture(new IOException("the storage is closed"));
    }
    CompletableFuture<T> result = new CompletableFuture<>();
    last =
        last.handleAsync(
            (before, ignored) -> {
              try {
                result.complete(work.run());
              } catch (IOException e) {
                result.completeExceptionally(e);
              }
              return null;
            },
            executor);
    return result;
  }

  /** Something that blocks. */
  @FunctionalInterface
  private interface Work<T> {
    @Nullable T run() throws IOException;
  }
}
