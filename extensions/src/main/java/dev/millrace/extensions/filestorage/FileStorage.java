package dev.millrace.extensions.filestorage;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.millrace.component.ComponentSettings;
import dev.millrace.component.Host;
import dev.millrace.component.StartException;
import dev.millrace.component.storage.BatchLog;
import dev.millrace.component.storage.BlobStore;
import dev.millrace.component.storage.StorageExtension;
import dev.millrace.component.storage.StorageName;
import dev.millrace.extensions.filestorage.log.Disk;
import dev.millrace.extensions.filestorage.log.LogSettings;
import dev.millrace.extensions.filestorage.log.NioDisk;
import dev.millrace.extensions.filestorage.log.SegmentedLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Keeps logs and values in a directory of its own, each in a directory below.
 *
 * <p>Threading: any thread; the disk is used on {@link StorageThreads}. Bounds: as many logs as
 * components open.
 */
final class FileStorage implements StorageExtension {
  private static final String LOG_SUFFIX = ".queue";
  private static final String BLOBS_SUFFIX = ".values";

  private final ComponentSettings settings;
  private final FileStorageConfig config;
  private final Path directory;
  private final Disk disk = new NioDisk();
  private final StorageThreads threads;
  private final Object lock = new Object();

  /** How to close what is open, by its directory's name. */
  @GuardedBy("lock")
  private final Map<String, Supplier<CompletionStage<Void>>> open = new HashMap<>();

  @GuardedBy("lock")
  private @Nullable DirectoryLock owned;

  @GuardedBy("lock")
  private @Nullable CompletableFuture<Void> stopped;

  FileStorage(ComponentSettings settings, FileStorageConfig config) {
    this.settings = settings;
    this.config = config;
    this.directory = Path.of(config.directory());
    this.threads = new StorageThreads(settings.id());
  }

  @Override
  public CompletionStage<Void> start(Host host) {
    return threads.run(() -> {
      prepare();
      DirectoryLock taken = DirectoryLock.take(directory, config.timeout());
      synchronized (lock) {
        if (stopped == null) {
          owned = taken;
          return null;
        }
      }
      taken.close();
      return null;
    });
  }

  private void prepare() throws IOException, StartException {
    if (Files.isDirectory(directory)) {
      return;
    }
    if (Files.exists(directory)) {
      throw new StartException(
          "%s is not a directory; name one that is dedicated to this extension"
              .formatted(directory),
          null);
    }
    if (!config.createDirectory()) {
      throw new StartException(
          "directory must exist: %s does not. You can enable the create_directory option to automatically create it"
              .formatted(directory),
          null);
    }
    boolean isPosix = directory.getFileSystem().supportedFileAttributeViews().contains("posix");
    if (isPosix) {
      var permissions = Permissions.of(config.directoryPermissions());
      Files.createDirectories(directory, PosixFilePermissions.asFileAttribute(permissions));
    } else {
      Files.createDirectories(directory);
    }
  }

  @Override
  public CompletionStage<BatchLog> openLog(StorageName name) {
    String base = FileNames.of(name);
    LogSettings logSettings =
        new LogSettings(
            disk,
            threads,
            config.fsync(),
            config.maxSize(),
            LogSettings.SEGMENT_BYTES,
            Clock.systemUTC(),
            settings.logger());
    return open(
        name,
        base + LOG_SUFFIX,
        path -> {
          warnOfOtherFormat(directory.resolve(base));
          SegmentedLog log = SegmentedLog.open(path, logSettings, () -> forget(base + LOG_SUFFIX));
          return new Opened<>(log, log::close);
        });
  }

  private void warnOfOtherFormat(Path file) {
    if (Files.isRegularFile(file)) {
      settings
          .logger()
          .warn(
              "{} is a queue of the Go collector; it cannot be read and is left as it is: drain it"
                  + " with that collector",
              file);
    }
  }

  @Override
  public CompletionStage<BlobStore> openBlobs(StorageName name) {
    String file = FileNames.of(name) + BLOBS_SUFFIX;
    return open(
        name,
        file,
        path -> {
          FileBlobs blobs = FileBlobs.open(path, disk, threads, () -> forget(file));
          return new Opened<>(blobs, blobs::close);
        });
  }

  private <T> CompletionStage<T> open(StorageName name, String file, Opening<T> opening) {
    synchronized (lock) {
      if (owned == null) {
        return failed("is not running", name);
      }
      if (open.putIfAbsent(file, () -> CompletableFuture.completedFuture(null)) != null) {
        return failed("has it open already", name);
      }
    }
    return threads.run(() -> {
      try {
        Opened<T> opened = opening.open(directory.resolve(file));
        synchronized (lock) {
          open.put(file, opened.close);
        }
        return opened.storage;
      } catch (IOException e) {
        forget(file);
        throw new StartException(
            "storage \"%s\" cannot open the data of %s: %s"
                .formatted(settings.id(), name, e.getMessage()),
            e);
      }
    });
  }

  private <T> CompletionStage<T> failed(String what, StorageName name) {
    return CompletableFuture.failedFuture(
        new StartException(
            "storage \"%s\" %s: the data of %s".formatted(settings.id(), what, name), null));
  }

  private void forget(String file) {
    synchronized (lock) {
      open.remove(file);
    }
  }

  @Override
  public CompletionStage<Void> shutdown(Duration grace) {
    CompletableFuture<Void> done = new CompletableFuture<>();
    List<Supplier<CompletionStage<Void>>> closing;
    synchronized (lock) {
      if (stopped != null) {
        return stopped;
      }
      stopped = done;
      closing = List.copyOf(open.values());
    }
    CompletionStage<Void> closed =
        CompletableFuture.allOf(
            closing.stream()
                .map(close -> close.get().toCompletableFuture())
                .toArray(CompletableFuture<?>[]::new));
    closed.whenComplete((none, failure) -> {
      release();
      done.complete(null);
    });
    return done;
  }

  private void release() {
    DirectoryLock taken;
    synchronized (lock) {
      taken = owned;
      owned = null;
    }
    threads.stop();
    if (taken == null) {
      return;
    }
    try {
      taken.close();
    } catch (IOException e) {
      settings.logger().warn("the lock of {} could not be closed: {}", directory, e.toString());
    }
  }

  /** Opens something in a directory; blocks. */
  @FunctionalInterface
  private interface Opening<T> {
    Opened<T> open(Path path) throws IOException;
  }

  /** Something that is open; it is forgotten when it is closed, whoever closed it. */
  private record Opened<T>(T storage, Supplier<CompletionStage<Void>> close) {}
}
