package dev.millrace.extensions.filestorage.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.component.Context;
import dev.millrace.component.PermanentException;
import dev.millrace.component.RetryableException;
import dev.millrace.component.storage.BatchLog.Backlog;
import dev.millrace.component.storage.BatchLog.Stored;
import dev.millrace.data.Batch;
import dev.millrace.data.Signal;
import dev.millrace.testkit.Batches;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SegmentedLogTest {
  @TempDir Path directory;

  @Test
  void read_givesWhatWasAppended() {
    OpenLog log = OpenLog.in(directory);
    Context context =
        new Context(
            Map.of("tenant", List.of("red", "blue"), "traceparent", List.of("00-1-2-01")),
            Map.of("subject", "somebody"),
            "10.0.0.1:4711");
    Batch batch =
        Batch.concat(
            Signal.LOGS, List.of(Batches.logs(3, "one"), Batches.logs(2, "two".repeat(1000))));
    assertThat(log.append(batch, context)).isZero();
    assertThat(log.append(Batches.spans(4, "span"), Context.EMPTY)).isEqualTo(1);
    log.close();

    OpenLog again = OpenLog.in(directory);
    assertThat(again.log.backlog())
        .isEqualTo(new Backlog(0, 2, 9, batch.sizeBytes() + Batches.spans(4, "span").sizeBytes()));
    List<Stored> read = again.read();
    assertThat(read).hasSize(2);
    Stored first = read.get(0);
    assertThat(first.batch().toByteArray()).isEqualTo(batch.toByteArray());
    assertThat(first.batch().parts()).hasSize(2);
    assertThat(first.batch().itemCount()).isEqualTo(5);
    assertThat(first.context().metadata()).isEqualTo(context.metadata());
    assertThat(first.context().peerAddress()).isEqualTo("10.0.0.1:4711");
    assertThat(first.context().auth()).isEmpty();
    assertThat(first.arrival()).isEqualTo(OpenLog.NOW);
    assertThat(read.get(1).batch().signal()).isEqualTo(Signal.TRACES);
    assertThat(again.lost).isEmpty();
  }

  @Test
  void read_leavesOutWhatWasSettledBeforeTheRestart() {
    OpenLog log = OpenLog.in(directory);
    for (int i = 0; i < 10; i++) {
      log.append(1, "text");
    }
    log.settle(3).settle(0).settle(9);
    log.close();
    OpenLog again = OpenLog.in(directory);
    assertThat(again.log.backlog().batches()).isEqualTo(7);
    assertThat(again.numbers()).containsExactly(1L, 2L, 4L, 5L, 6L, 7L, 8L);
    assertThat(again.append(1, "more")).isEqualTo(10);
    assertThat(again.readFrom(9)).singleElement().extracting(Stored::number).isEqualTo(10L);
  }

  @Test
  void settle_givesSpaceBackInAnyOrder() {
    OpenLog log = OpenLog.in(directory);
    List<Long> numbers = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      numbers.add(log.append(1, "x".repeat(1000)));
    }
    assertThat(OpenLog.files(directory, ".log").size()).isGreaterThan(8);
    java.util.Collections.shuffle(numbers, new java.util.Random(1));
    numbers.forEach(log::settle);
    assertThat(OpenLog.files(directory, ".log")).hasSizeLessThanOrEqualTo(1);
    log.close();
    assertThat(OpenLog.files(directory, "")).isEmpty();
  }

  @Test
  void settle_givesUpALargeSegmentThatIsAppendedTo() {
    OpenLog log = OpenLog.in(directory, new NioDisk(), 32 << 20, 0);
    long number = log.append(1, "x".repeat(2 << 20));
    log.settle(number);
    assertThat(OpenLog.files(directory, "")).isEmpty();
    assertThat(log.append(1, "next")).isEqualTo(1);
    assertThat(log.readFrom(0)).hasSize(1);
  }

  @Test
  void append_isRefusedWhileTheDiskIsFull() {
    FaultyDisk disk = new FaultyDisk();
    OpenLog log = OpenLog.in(directory, disk, 4096, 0);
    disk.room(2000);
    List<Long> taken = new ArrayList<>();
    Throwable failure = null;
    while (failure == null) {
      CompletionStage<Long> append =
          log.log.append(Batches.logs(1, "x".repeat(300)), Context.EMPTY);
      failure = OpenLog.failure(append);
      if (failure == null) {
        taken.add(OpenLog.join(append));
      }
    }
    assertThat(failure)
        .isInstanceOf(RetryableException.class)
        .hasMessage("the storage cannot write: No space left on device")
        .hasCauseInstanceOf(IOException.class);
    assertThat(taken).hasSize(5);
    log.settle(taken.get(0)); // cannot be noted, and does no harm
    assertThat(log.readFrom(1)).extracting(Stored::number).containsExactly(1L, 2L, 3L, 4L);
    disk.room(Long.MAX_VALUE);
    assertThat(log.append(1, "again")).isEqualTo(5);
    log.close();
    assertThat(OpenLog.in(directory).numbers()).containsExactly(1L, 2L, 3L, 4L, 5L);
  }

  @Test
  void append_beginsAnotherSegmentWhenTheRestOfOneCannotBeCutOff() {
    FaultyDisk disk = new FaultyDisk().keepWhatIsCutOff();
    OpenLog log = OpenLog.in(directory, disk, 1 << 20, 0);
    log.append(1, "first");
    disk.room(60);
    assertThat(OpenLog.failure(log.log.append(Batches.logs(1, "torn"), Context.EMPTY)))
        .isInstanceOf(RetryableException.class);
    disk.room(Long.MAX_VALUE);
    assertThat(log.append(1, "second")).isEqualTo(1);
    log.close();
    OpenLog again = OpenLog.in(directory);
    assertThat(again.numbers()).containsExactly(0L, 1L);
    assertThat(again.lost).isEmpty();
  }

  @Test
  void append_isRefusedAtTheMostOnDisk() {
    OpenLog log = OpenLog.in(directory, new NioDisk(), 1024, 4000);
    Batch batch = Batches.logs(1, "x".repeat(900));
    for (int i = 0; i < 3; i++) {
      log.append(batch, Context.EMPTY);
    }
    assertThat(OpenLog.failure(log.log.append(batch, Context.EMPTY)))
        .isInstanceOf(RetryableException.class)
        .hasMessage("the storage is full: max_size of 4000 bytes is reached")
        .hasCauseInstanceOf(IOException.class);
    assertThat(OpenLog.failure(log.log.append(Batches.logs(5, "x".repeat(900)), Context.EMPTY)))
        .isInstanceOf(PermanentException.class);
    log.settle(1);
    assertThat(log.append(batch, Context.EMPTY)).isEqualTo(3);
    assertThat(log.numbers()).containsExactly(0L, 2L, 3L);
  }

  @Test
  void append_forcesOnceForAllThatWait() {
    FaultyDisk disk = new FaultyDisk();
    Queue<Runnable> tasks = new ArrayDeque<>();
    OpenLog log = OpenLog.in(directory, disk, tasks::add, 1 << 20, 0, true);
    List<CompletionStage<Long>> appends = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      appends.add(log.log.append(Batches.logs(1), Context.EMPTY));
    }
    assertThat(tasks).hasSize(1);
    tasks.remove().run();
    assertThat(disk.forced()).isEqualTo(2); // the new file, and all of them
    assertThat(appends).allSatisfy(append -> assertThat(append.toCompletableFuture()).isDone());
  }

  @Test
  void append_isNotTakenWhenForcingFails() {
    FaultyDisk disk = new FaultyDisk();
    OpenLog log = OpenLog.in(directory, disk, Runnable::run, 1 << 20, 0, true);
    log.append(1, "first");
    disk.failOnForce(true);
    assertThat(OpenLog.failure(log.log.append(Batches.logs(1), Context.EMPTY)))
        .isInstanceOf(RetryableException.class);
    disk.failOnForce(false);
    assertThat(log.append(1, "second")).isEqualTo(1);
    assertThat(OpenLog.files(directory, ".log")).hasSize(2);
    assertThat(log.numbers()).containsExactly(0L, 1L);
  }

  @Test
  void append_isRefusedWhenTooMuchWaits() {
    Queue<Runnable> tasks = new ArrayDeque<>();
    OpenLog log = OpenLog.in(directory, new NioDisk(), tasks::add, 1 << 20, 0, false);
    Batch large = Batches.logs(1, "x".repeat(40 << 20));
    CompletionStage<Long> first = log.log.append(large, Context.EMPTY);
    assertThat(OpenLog.failure(log.log.append(large, Context.EMPTY)))
        .isInstanceOf(RetryableException.class)
        .hasMessageContaining("does not keep up");
    tasks.remove().run();
    assertThat(OpenLog.join(first)).isZero();
    log.log.append(large, Context.EMPTY);
    assertThat(tasks).hasSize(1);
  }

  @Test
  void close_writesWhatWaits() {
    Queue<Runnable> tasks = new ArrayDeque<>();
    OpenLog log = OpenLog.in(directory, new NioDisk(), tasks::add, 1 << 20, 0, false);
    CompletionStage<Long> append = log.log.append(Batches.logs(1), Context.EMPTY);
    CompletionStage<Void> closed = log.log.close();
    assertThat(OpenLog.failure(log.log.append(Batches.logs(1), Context.EMPTY)))
        .isInstanceOf(RetryableException.class);
    assertThat(closed.toCompletableFuture()).isNotDone();
    tasks.remove().run();
    assertThat(closed.toCompletableFuture()).isCompleted();
    assertThat(OpenLog.join(append)).isZero();
    assertThat(OpenLog.in(directory).numbers()).containsExactly(0L);
  }

  @Test
  void open_refusesANewerFormat() throws IOException {
    OpenLog log = OpenLog.in(directory);
    log.append(1, "text");
    log.close();
    Path file = OpenLog.files(directory, ".log").get(0);
    try (RandomAccessFile segment = new RandomAccessFile(file.toFile(), "rw")) {
      byte[] head = new byte[SegmentHead.BYTES];
      segment.readFully(head);
      ByteBuffer.wrap(head).putInt(8, 2);
      ByteBuffer.wrap(head).putInt(40, Checksum.of(head, 0, 40));
      segment.seek(0);
      segment.write(head);
    }
    assertThatThrownBy(() -> OpenLog.in(directory))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("format version 2, which is newer than 1; start the release that");
  }

  @Test
  void open_forgetsASegmentThatWasNeverBegun() throws IOException {
    OpenLog log = OpenLog.in(directory);
    log.append(1, "text");
    log.close();
    Files.write(
        directory.resolve("00000000000000000001-0000000001-00000000000000ff.log"),
        new byte[] {'M', 'I'});
    Files.write(
        directory.resolve("00000000000000000009-0000000009-00000000000000ff.ack"), new byte[8]);
    assertThat(OpenLog.in(directory).numbers()).containsExactly(0L);
    assertThat(OpenLog.files(directory, "")).hasSize(1);
  }
}
