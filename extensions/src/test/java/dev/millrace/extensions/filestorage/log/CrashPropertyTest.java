package dev.millrace.extensions.filestorage.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.component.Context;
import dev.millrace.component.storage.BatchLog.Stored;
import dev.millrace.data.Batch;
import dev.millrace.testkit.Batches;
import dev.millrace.testkit.Seed;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Appends, settles, reads, fills the disk, and ends at any byte that goes to the disk; then opens
 * again. Compared with a model: what was taken and not settled is there, in order and unharmed.
 */
class CrashPropertyTest {
  private static final long SECONDS = Long.getLong("property.seconds", 3);
  private static final int STEPS = 60;

  @TempDir Path temp;

  /** By number: taken, and not settled in vain. */
  private final TreeMap<Long, Batch> live = new TreeMap<>();

  /** Settled since the log was opened: may come again, since that was not noted for certain. */
  private final TreeMap<Long, Batch> settled = new TreeMap<>();

  @Test
  void open_findsWhatWasTaken() {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
    long seed = Seed.first();
    for (int run = 0; System.nanoTime() < end; run++) {
      live.clear();
      settled.clear();
      Path directory = temp.resolve("run-" + run);
      Random random = new Random(seed + run);
      for (int life = 0; life < 4; life++) {
        live(directory, random, "seed %d, life %d".formatted(seed + run, life));
      }
    }
  }

  private void live(Path directory, Random random, String description) {
    FaultyDisk disk = new FaultyDisk();
    boolean fsync = random.nextInt(4) == 0;
    OpenLog log = OpenLog.in(directory, disk, Runnable::run, 2000, 0, fsync);
    check(log, description);
    boolean crashes = random.nextInt(5) > 0;
    disk.room(crashes ? random.nextInt(12_000) : Long.MAX_VALUE);
    boolean goesOnWhenFull = random.nextInt(3) == 0;
    for (int step = 0; step < STEPS; step++) {
      if (disk.isFull() && !goesOnWhenFull) {
        disk.die(); // as if the process had ended in the middle of that write
        return;
      }
      if (disk.isFull() && random.nextInt(4) == 0) {
        disk.room(random.nextInt(5000));
      }
      step(log, random);
    }
    if (random.nextBoolean()) {
      log.close();
      settled.clear(); // if the disk was not full, all of it is noted
    } else {
      disk.die();
    }
  }

  private void step(OpenLog log, Random random) {
    if (random.nextInt(3) > 0 || live.isEmpty()) {
      Batch batch = Batches.logs(1 + random.nextInt(3), "x".repeat(random.nextInt(400)));
      CompletionStage<Long> append = log.log.append(batch, Context.EMPTY);
      if (OpenLog.failure(append) == null) {
        live.put(OpenLog.join(append), batch);
      }
      return;
    }
    List<Long> numbers = new ArrayList<>(live.keySet());
    long number = numbers.get(random.nextInt(Math.min(10, numbers.size())));
    log.settle(number);
    settled.put(number, live.remove(number));
  }

  private void check(OpenLog log, String description) {
    Set<Long> found = new HashSet<>();
    long before = -1;
    for (Stored stored : log.read()) {
      Batch expected = live.get(stored.number());
      expected = expected == null ? settled.get(stored.number()) : expected;
      assertThat(stored.number()).as(description).isGreaterThan(before);
      before = stored.number();
      if (expected == null) {
        continue; // written to its end, but nobody was told
      }
      assertThat(stored.batch().toByteArray()).as(description).isEqualTo(expected.toByteArray());
      found.add(stored.number());
    }
    assertThat(found).as(description).containsAll(live.keySet());
    assertThat(log.lost).as(description).isEmpty();
    assertThat(log.log.backlog().batches()).as(description).isGreaterThanOrEqualTo(live.size());
    for (Map.Entry<Long, Batch> again : settled.entrySet()) {
      if (found.contains(again.getKey())) {
        live.put(again.getKey(), again.getValue());
      }
    }
    settled.clear();
  }
}
