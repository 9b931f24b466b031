package dev.millrace.extensions.filestorage.log;

import dev.millrace.component.Context;
import dev.millrace.component.storage.BatchLog.Chunk;
import dev.millrace.component.storage.BatchLog.Lost;
import dev.millrace.component.storage.BatchLog.Stored;
import dev.millrace.data.Batch;
import dev.millrace.testkit.Batches;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.stream.Stream;
import org.slf4j.LoggerFactory;

/** A log that does everything at once, on the thread of the test. */
final class OpenLog {
  static final Instant NOW = Instant.parse("2026-01-02T03:04:05.000000006Z");

  final SegmentedLog log;
  final List<Lost> lost = new ArrayList<>();

  private OpenLog(SegmentedLog log) {
    this.log = log;
  }

  static OpenLog in(Path directory) {
    return in(directory, new NioDisk(), 4096, 0);
  }

  static OpenLog in(Path directory, Disk disk, long segmentBytes, long maxBytes) {
    return in(directory, disk, Runnable::run, segmentBytes, maxBytes, false);
  }

  static OpenLog in(
      Path directory,
      Disk disk,
      Executor executor,
      long segmentBytes,
      long maxBytes,
      boolean fsync) {
    LogSettings settings =
        new LogSettings(
            disk,
            executor,
            fsync,
            maxBytes,
            segmentBytes,
            Clock.fixed(NOW, ZoneOffset.UTC),
            LoggerFactory.getLogger(OpenLog.class));
    try {
      return new OpenLog(SegmentedLog.open(directory, settings, () -> {}));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Appends log records whose severity text is {@code text}. */
  long append(int count, String text) {
    return append(Batches.logs(count, text), Context.EMPTY);
  }

  long append(Batch batch, Context context) {
    return join(log.append(batch, context));
  }

  OpenLog settle(long number) {
    log.settle(number);
    return this;
  }

  /** Reads everything that is left from the first on. */
  List<Stored> read() {
    return readFrom(log.backlog().from());
  }

  List<Stored> readFrom(long from) {
    List<Stored> all = new ArrayList<>();
    Chunk chunk = join(log.read(from, 1));
    while (true) {
      all.addAll(chunk.batches());
      lost.addAll(chunk.lost());
      if (!chunk.hasMore()) {
        return all;
      }
      chunk = join(log.read(chunk.next(), 1));
    }
  }

  List<Long> numbers() {
    return read().stream().map(Stored::number).toList();
  }

  long lostItems() {
    return lost.stream().mapToLong(Lost::items).sum();
  }

  void close() {
    join(log.close());
  }

  static <T> T join(CompletionStage<T> stage) {
    return stage.toCompletableFuture().join();
  }

  static Throwable failure(CompletionStage<?> stage) {
    try {
      stage.toCompletableFuture().join();
      return null;
    } catch (CompletionException e) {
      return e.getCause();
    }
  }

  static List<Path> files(Path directory, String suffix) {
    try (Stream<Path> files = Files.list(directory)) {
      return files.filter(file -> file.toString().endsWith(suffix)).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static void copy(Path from, Path to) {
    try (Stream<Path> files = Files.list(from)) {
      Files.createDirectories(to);
      for (Path file : files.toList()) {
        Files.copy(file, to.resolve(file.getFileName()));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
