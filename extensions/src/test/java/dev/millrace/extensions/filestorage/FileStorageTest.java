package dev.millrace.extensions.filestorage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.component.Component;
import dev.millrace.component.ComponentId;
import dev.millrace.component.Context;
import dev.millrace.component.Kind;
import dev.millrace.component.StartException;
import dev.millrace.component.storage.BatchLog;
import dev.millrace.component.storage.BlobStore;
import dev.millrace.component.storage.StorageExtension;
import dev.millrace.component.storage.StorageName;
import dev.millrace.testkit.Batches;
import dev.millrace.testkit.ComponentContract;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileStorageTest extends ComponentContract {
  private static final Duration GRACE = Duration.ofSeconds(10);
  private static final StorageName NAME =
      new StorageName(Kind.EXPORTER, ComponentId.parse("otlp_grpc/a b"), "traces");

  @TempDir Path directory;

  @Override
  protected Component create() {
    return create(directory, false);
  }

  private StorageExtension create(Path in, boolean createDirectory) {
    FileStorageConfig config =
        new FileStorageConfig(
            in.toString(),
            Duration.ZERO,
            CompactionConfig.DEFAULTS,
            0,
            false,
            createDirectory,
            "0700",
            false);
    return (StorageExtension)
        new FileStorageFactory().create(settings.of(Kind.EXTENSION, "file_storage"), config);
  }

  private StorageExtension started() {
    StorageExtension storage = create(directory, false);
    done(storage.start(NO_EXTENSIONS));
    return storage;
  }

  @Test
  void openLog_hasADirectoryForEachOwner() throws IOException {
    StorageExtension storage = started();
    BatchLog log = join(storage.openLog(NAME));
    assertThat(join(log.append(Batches.spans(1, "s"), Context.EMPTY))).isZero();
    try (Stream<Path> files =
        Files.list(directory.resolve("exporter_otlp_grpc_a~0020b_traces.queue"))) {
      assertThat(files).hasSize(1);
    }
    assertThat(cause(storage.openLog(NAME)))
        .isInstanceOf(StartException.class)
        .hasMessage(
            "storage \"file_storage\" has it open already: the data of exporter otlp_grpc/a b traces");
    join(log.close());
    assertThat(join(storage.openLog(NAME)).backlog().batches()).isEqualTo(1);
    done(storage.shutdown(GRACE));
    assertThat(cause(storage.openLog(NAME))).isInstanceOf(StartException.class);
  }

  @Test
  void shutdown_closesWhatIsOpen() {
    StorageExtension storage = started();
    BatchLog log = join(storage.openLog(NAME));
    log.append(Batches.spans(2, "s"), Context.EMPTY);
    done(storage.shutdown(GRACE));
    StorageExtension next = started();
    assertThat(join(next.openLog(NAME)).backlog().items()).isEqualTo(2);
    done(next.shutdown(GRACE));
  }

  @Test
  void start_wantsTheDirectoryToExist() {
    Path missing = directory.resolve("missing");
    assertThat(failure(create(missing, false).start(NO_EXTENSIONS)))
        .isInstanceOf(StartException.class)
        .hasMessageStartingWith("directory must exist: " + missing)
        .hasMessageContaining("create_directory");
  }

  @Test
  void start_makesTheDirectory() throws IOException {
    Path made = directory.resolve("a/b");
    StorageExtension storage = create(made, true);
    done(storage.start(NO_EXTENSIONS));
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(made)))
        .isEqualTo("rwx------");
    done(storage.shutdown(GRACE));
  }

  @Test
  void start_refusesAFile() throws IOException {
    Path file = Files.createFile(directory.resolve("file"));
    assertThat(failure(create(file, true).start(NO_EXTENSIONS)))
        .isInstanceOf(StartException.class)
        .hasMessageContaining("is not a directory");
  }

  @Test
  void start_refusesADirectoryThatIsOwned() {
    StorageExtension storage = started();
    assertThat(failure(create(directory, false).start(NO_EXTENSIONS)))
        .isInstanceOf(StartException.class)
        .hasMessageContaining("is in use by another process or another file_storage");
    done(storage.shutdown(GRACE));
    done(started().shutdown(GRACE));
  }

  @Test
  void openBlobs_keepsValues() throws IOException {
    StorageExtension storage = started();
    BlobStore blobs = join(storage.openBlobs(NAME));
    assertThat(join(blobs.get("key"))).isNull();
    join(blobs.put("key", new byte[] {1, 2}));
    join(blobs.put("key", new byte[] {3}));
    join(blobs.put("x".repeat(500), new byte[0]));
    join(blobs.put("../..", new byte[] {9}));
    join(blobs.put("gone", new byte[] {4}));
    join(blobs.delete("gone"));
    join(blobs.close());
    assertThat(cause(blobs.put("late", new byte[0]))).isInstanceOf(IOException.class);
    Path values = directory.resolve("exporter_otlp_grpc_a~0020b_traces.values");
    Files.write(values.resolve("half.blob.new"), new byte[3]);

    BlobStore again = join(storage.openBlobs(NAME));
    assertThat(join(again.get("key"))).containsExactly(3);
    assertThat(join(again.get("x".repeat(500)))).isEmpty();
    assertThat(join(again.get("../.."))).containsExactly(9);
    assertThat(join(again.get("gone"))).isNull();
    try (Stream<Path> files = Files.list(values)) {
      assertThat(files).hasSize(3);
    }
    done(storage.shutdown(GRACE));
  }

  @Test
  void openBlobs_saysWhichValueIsCorrupt() throws IOException {
    StorageExtension storage = started();
    BlobStore blobs = join(storage.openBlobs(NAME));
    join(blobs.put("key", new byte[] {1, 2, 3}));
    Path file = directory.resolve("exporter_otlp_grpc_a~0020b_traces.values/key.blob");
    byte[] whole = Files.readAllBytes(file);
    for (int bit = 0; bit < 8 * whole.length; bit++) {
      byte[] flipped = whole.clone();
      flipped[bit / 8] ^= (byte) (1 << bit % 8);
      Files.write(file, flipped);
      assertThat(cause(blobs.get("key"))).as("bit %d", bit).isInstanceOf(IOException.class);
    }
    for (int length = 0; length < whole.length; length++) {
      Files.write(file, java.util.Arrays.copyOf(whole, length));
      assertThat(cause(blobs.get("key"))).isInstanceOf(IOException.class);
    }
    join(blobs.put("key", new byte[] {7}));
    assertThat(join(blobs.get("key"))).containsExactly(7);
    done(storage.shutdown(GRACE));
  }

  private static <T> T join(CompletionStage<T> stage) {
    return stage.toCompletableFuture().orTimeout(30, java.util.concurrent.TimeUnit.SECONDS).join();
  }

  private static Throwable cause(CompletionStage<?> stage) {
    return failure(stage.thenAccept(done -> {}));
  }
}
