package dev.millrace.extensions.filestorage.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is left of a log of three records when some of it is damaged. */
class DamageTest {
  private static final List<Long> ALL = List.of(0L, 1L, 2L);
  private static final int ITEMS = 2;

  @TempDir Path temp;

  private Path directory;
  private Path segment;
  private final long[] ends = new long[3];

  @BeforeEach
  void write() throws IOException {
    directory = temp.resolve("log");
    OpenLog log = OpenLog.in(directory);
    for (int i = 0; i < 3; i++) {
      log.append(ITEMS, "text-" + i);
      segment = OpenLog.files(directory, ".log").get(0);
      ends[i] = Files.size(segment);
    }
    log.close();
  }

  @Test
  void open_cutsOffARecordThatWasNotWrittenToItsEnd() throws IOException {
    byte[] whole = Files.readAllBytes(segment);
    for (int length = whole.length - 1; length >= ends[1]; length--) {
      Files.write(segment, java.util.Arrays.copyOf(whole, length));
      OpenLog log = OpenLog.in(directory);
      assertThat(log.log.backlog().batches()).as("length %d", length).isEqualTo(2);
      assertThat(log.numbers()).as("length %d", length).containsExactly(0L, 1L);
      assertThat(log.lost).as("length %d", length).isEmpty();
      assertThat(Files.size(segment)).isEqualTo(ends[1]);
      assertThat(log.append(ITEMS, "next")).isEqualTo(2);
      assertThat(log.readFrom(2)).hasSize(1);
      log.settle(2).close();
    }
  }

  @Test
  void open_takesSpaceThatWasNeverWrittenForNothing() throws IOException {
    byte[] whole = Files.readAllBytes(segment);
    Files.write(segment, java.util.Arrays.copyOf(whole, whole.length + 4096));
    OpenLog log = OpenLog.in(directory);
    assertThat(log.numbers()).isEqualTo(ALL);
    assertThat(log.lost).isEmpty();
  }

  @Test
  void read_losesAtMostTheRecordThatABitIsWrongIn() throws IOException {
    byte[] whole = Files.readAllBytes(segment);
    for (int bit = 0; bit < 8 * whole.length; bit++) {
      byte[] flipped = whole.clone();
      flipped[bit / 8] ^= (byte) (1 << bit % 8);
      Files.write(segment, flipped);
      OpenLog log = OpenLog.in(directory);
      long backlog = log.log.backlog().batches();
      List<Long> expected = new ArrayList<>(ALL);
      int hit = recordAt(bit / 8);
      if (hit >= 0) {
        expected.remove(hit);
      }
      assertThat(log.numbers()).as("bit %d of byte %d", bit % 8, bit / 8).isEqualTo(expected);
      long items = hit < 0 ? 0 : bit / 8 >= ends[1] ? log.lostItems() : ITEMS;
      assertThat(log.lostItems()).as("bit %d of byte %d", bit % 8, bit / 8).isEqualTo(items);
      assertThat(items).isLessThanOrEqualTo(ITEMS);
      assertThat(log.lost).hasSize(3 - expected.size());
      assertThat(backlog).isEqualTo(3);
      log.lost.clear();
      assertThat(log.numbers()).isEqualTo(expected);
      assertThat(log.lost).as("told once").isEmpty();
      log.close();
      if (bit % 8 == 0) {
        OpenLog again = OpenLog.in(directory);
        again.read();
        assertThat(again.lost).as("told once, over restarts too").isEmpty();
        again.close();
      }
      OpenLog.files(directory, ".ack").forEach(file -> file.toFile().delete());
    }
  }

  private int recordAt(long offset) {
    if (offset < SegmentHead.BYTES) {
      return -1;
    }
    return offset < ends[0] ? 0 : offset < ends[1] ? 1 : 2;
  }

  @Test
  void read_sendsAgainWhatADamagedFileSaysIsSettled() throws IOException {
    OpenLog log = OpenLog.in(directory);
    log.settle(0).settle(1).close();
    Path acks = OpenLog.files(directory, ".ack").get(0);
    byte[] whole = Files.readAllBytes(acks);
    for (int bit = 0; bit < 8 * whole.length; bit++) {
      byte[] flipped = whole.clone();
      flipped[bit / 8] ^= (byte) (1 << bit % 8);
      Files.write(acks, flipped);
      OpenLog again = OpenLog.in(directory);
      assertThat(again.numbers()).containsExactly(bit / 8 < 8 ? 0L : 1L, 2L);
      again.close();
    }
    for (int length = 0; length < whole.length; length++) {
      Files.write(acks, java.util.Arrays.copyOf(whole, length));
      OpenLog again = OpenLog.in(directory);
      assertThat(again.numbers()).isEqualTo(length < 8 ? ALL : List.of(1L, 2L));
      again.settle(2).close();
      OpenLog after = OpenLog.in(directory);
      assertThat(after.numbers()).isEqualTo(length < 8 ? List.of(0L, 1L) : List.of(1L));
      after.close();
    }
  }

  @Test
  void read_countsRecordsThatAreMissingAtTheEndOfASegment() throws IOException {
    OpenLog log = OpenLog.in(directory);
    log.append(5, "in the next segment");
    log.close();
    byte[] whole = Files.readAllBytes(segment);
    Files.write(segment, java.util.Arrays.copyOf(whole, (int) ends[0] + 10));
    OpenLog again = OpenLog.in(directory);
    assertThat(again.log.backlog().batches()).isEqualTo(4);
    assertThat(again.log.backlog().items()).isEqualTo(3 * ITEMS + 5);
    assertThat(again.numbers()).containsExactly(0L, 3L);
    assertThat(again.lostItems()).isEqualTo(2 * ITEMS);
  }
}
