package dev.millrace.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.grpc.Status;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A queue on disk, of the real jar. */
class PersistentQueueIT {
  private static final Duration LIMIT = Duration.ofSeconds(90);
  private static final double MIB = 1 << 20;

  @TempDir Path directory;

  private final int port = Ports.free();
  private final IdSender sender = new IdSender(port);

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void oneClient_isAnsweredWithoutWaitingForTheBatchProcessor(boolean fsync) {
    try (IdSink sink = new IdSink();
        CollectorProcess collector =
            launch(sink, storage(), "fsync: " + fsync, "[batch]").startAndAwaitReady();
        IdSender.Connection client = sender.connect()) {
      send(client, 300); // until the JIT is warm
      long start = System.nanoTime();
      double perSecond = send(client, 1000) / seconds(start);
      double inMemory = inMemory();
      System.out.printf(
          "one client, one request in flight, batch before a queue on disk, fsync %s: %.0f"
              + " acknowledged requests a second (before a queue in memory: %.0f)%n",
          fsync, perSecond, inMemory);
      if (!fsync) { // on a machine that is busy with other things the memory is slow too
        assertThat(perSecond).isGreaterThanOrEqualTo(Math.min(200, inMemory / 3));
      }
      awaitAll(sink, collector);
    }
  }

  private double inMemory() {
    int otherPort = Ports.free();
    IdSender other = new IdSender(otherPort);
    try (IdSink sink = new IdSink();
        CollectorProcess collector =
            CollectorProcess.with(Ports.ownMetricsAt(Ports.free()))
                .config(
                    directory,
                    config(otherPort, sink, directory.resolve("unused"), "", "[batch]")
                        .replace("storage: file_storage, ", ""))
                .startAndAwaitReady();
        IdSender.Connection client = other.connect()) {
      send(client, 300);
      long start = System.nanoTime();
      double perSecond = send(client, 1000) / seconds(start);
      collector.stop().assertExitCode(0);
      return perSecond;
    }
  }

  private static int send(IdSender.Connection client, int requests) {
    for (int i = 0; i < requests; i++) {
      assertThat(client.send(1, 500)).isTrue();
    }
    return requests;
  }

  private static double seconds(long startNanos) {
    return (System.nanoTime() - startNanos) / (double) TimeUnit.SECONDS.toNanos(1);
  }

  @Test
  void backlog_isSentAfterARestartAndItsSpaceGivenBack() {
    int requests = 300;
    try (IdSink sink = new IdSink().refuse(true)) {
      try (CollectorProcess collector = launch(sink, storage(), "", "[]").startAndAwaitReady();
          IdSender.Connection client = sender.connect()) {
        for (int i = 0; i < requests; i++) {
          assertThat(client.send(500, 1000)).isTrue();
        }
        collector.stop().assertExitCode(0);
        assertThat(collector.stderr().text())
            .contains("The persistent queue keeps what was not sent")
            .doesNotContain("Dropping data");
      }
      double stored = bytes(storage()) / MIB;
      assertThat(stored).isGreaterThan(100);
      sink.refuse(false);
      try (CollectorProcess collector = launch(sink, storage(), "", "[]").startAndAwaitReady()) {
        long start = System.nanoTime();
        awaitAll(sink, collector);
        System.out.printf(
            "a backlog of %.0f MiB was sent in %.1f s: %.0f MiB/s%n",
            stored, seconds(start), stored / seconds(start));
        Await.until(
            "the space",
            LIMIT,
            () -> bytes(storage()) < 2 * MIB,
            () -> bytes(storage()) + " bytes");
        collector.stop().assertExitCode(0);
      }
      assertThat(sink.duplicates()).isZero();
    }
  }

  @Test
  void fullDisk_isRefusedAsRetryableAndLosesNothing() throws Exception {
    Path mount = Files.createDirectories(directory.resolve("small"));
    assumeThat(run("mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", mount.toString()))
        .as("a tmpfs of 4 MiB can be mounted")
        .isZero();
    try (IdSink sink = new IdSink().refuse(true);
        CollectorProcess collector = launch(sink, mount, "", "[batch]").startAndAwaitReady();
        IdSender.Connection client = sender.connect()) {
      while (client.send(100, 1000)) {}
      assertThat(sender.failures().element().getStatus().getCode())
          .isEqualTo(Status.Code.UNAVAILABLE);
      assertThat(sender.failures().element()).hasMessageContaining("No space left on device");
      assertThat(sender.acknowledged()).hasSizeGreaterThan(2000);
      sink.refuse(false);
      awaitAll(sink, collector);
      Await.until("room", LIMIT, () -> client.send(100, 1000), () -> collector.stderr().text());
      awaitAll(sink, collector);
      collector.stop().assertExitCode(0);
    } finally {
      run("umount", "-l", mount.toString());
    }
  }

  @Test
  void directory_hasOneOwner() {
    try (IdSink sink = new IdSink();
        CollectorProcess collector =
            launch(sink, storage(), "timeout: 100ms", "[]").startAndAwaitReady()) {
      CollectorProcess.Finished second =
          CollectorProcess.with(Ports.ownMetricsAt(Ports.free()))
              .config(directory, config(Ports.free(), sink, storage(), "timeout: 100ms", "[]"))
              .run()
              .assertExitCode(1);
      assertThat(second.stderr()).contains("is in use by another process or another file_storage");
      assertThat(collector.isAlive()).isTrue();
    }
  }

  private void awaitAll(IdSink sink, CollectorProcess collector) {
    Await.until(
        "all that was acknowledged",
        LIMIT,
        () -> sender.missing(sink).isEmpty(),
        () -> sender.missing(sink).size() + " missing; " + collector.stderr().text());
  }

  private Path storage() {
    return directory.resolve("storage");
  }

  private static long bytes(Path directory) {
    try (Stream<Path> files = Files.walk(directory)) {
      return files.filter(Files::isRegularFile).mapToLong(file -> file.toFile().length()).sum();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static int run(String... command) throws IOException, InterruptedException {
    try {
      return new ProcessBuilder(command).redirectErrorStream(true).start().waitFor();
    } catch (IOException e) {
      return 127; // there is no such command
    }
  }

  private CollectorProcess.Launch launch(
      IdSink sink, Path storage, String more, String processors) {
    return CollectorProcess.with(Ports.ownMetricsAt(Ports.free()))
        .config(directory, config(port, sink, storage, more, processors));
  }

  private static String config(
      int port, IdSink sink, Path storage, String more, String processors) {
    return """
    extensions:
      file_storage:
        directory: "%s"
        create_directory: true
        %s
    receivers:
      otlp:
        protocols:
          grpc: {endpoint: "localhost:%d"}
    processors:
      batch:
    exporters:
      otlp_grpc:
        endpoint: "%s"
        tls: {insecure: true}
        compression: none
        retry_on_failure: {initial_interval: 50ms, max_interval: 200ms, max_elapsed_time: 0s}
        sending_queue: {storage: file_storage, sizer: bytes, queue_size: 1_000_000_000}
    service:
      extensions: [file_storage]
      pipelines:
        logs: {receivers: [otlp], processors: %s, exporters: [otlp_grpc]}
    """
        .formatted(storage, more, port, sink.endpoint(), processors);
  }
}
