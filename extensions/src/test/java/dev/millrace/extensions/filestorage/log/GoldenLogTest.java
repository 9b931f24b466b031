package dev.millrace.extensions.filestorage.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.component.Context;
import dev.millrace.component.storage.BatchLog.Backlog;
import dev.millrace.component.storage.BatchLog.Stored;
import dev.millrace.data.Batch;
import dev.millrace.data.Signal;
import dev.millrace.testkit.Batches;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A directory written in format version 1 stays readable. It is never written again; {@code
 * -Dgolden.update} makes one that is missing.
 */
class GoldenLogTest {
  private static final Path GOLDEN =
      Path.of("src/test/resources/dev/millrace/extensions/filestorage/log/v1");
  private static final Context CONTEXT =
      new Context(
          Map.of(
              "tenant", List.of("red", "blau-ü"),
              "traceparent", List.of("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01")),
          Map.of(),
          "192.0.2.1:4317");

  @TempDir Path directory;

  @Test
  void version1_isRead() {
    if (Boolean.getBoolean("golden.update") && !Files.exists(GOLDEN)) {
      write();
    }
    OpenLog.copy(GOLDEN, directory);
    OpenLog log = OpenLog.in(directory);
    assertThat(log.log.backlog()).isEqualTo(new Backlog(0, 4, 15, bytes()));
    List<Stored> read = log.read();
    assertThat(read).extracting(Stored::number).containsExactly(0L, 2L, 3L, 4L);
    assertThat(read.get(0).batch().toByteArray())
        .isEqualTo(Batches.logs(3, "golden").toByteArray());
    assertThat(read.get(0).context()).isEqualTo(CONTEXT);
    assertThat(read.get(0).arrival()).isEqualTo(OpenLog.NOW);
    assertThat(read.get(1).batch().signal()).isEqualTo(Signal.METRICS);
    assertThat(read.get(2).batch().parts()).hasSize(2);
    assertThat(read.get(2).batch().signal()).isEqualTo(Signal.TRACES);
    assertThat(read.get(3).context()).isEqualTo(Context.EMPTY);
    assertThat(log.lost).isEmpty();
    assertThat(log.append(1, "on")).isEqualTo(5);
  }

  private static long bytes() {
    return Batches.logs(3, "golden").sizeBytes()
        + Batches.gauges(2, 3).sizeBytes()
        + Batches.spans(1, "a").sizeBytes()
        + Batches.spans(2, "b").sizeBytes()
        + Batches.logs(3, "last").sizeBytes();
  }

  private static void write() {
    OpenLog log = OpenLog.in(GOLDEN, new NioDisk(), 700, 0);
    log.append(Batches.logs(3, "golden"), CONTEXT);
    log.append(5, "settled");
    log.append(Batches.gauges(2, 3), Context.EMPTY);
    log.append(
        Batch.concat(Signal.TRACES, List.of(Batches.spans(1, "a"), Batches.spans(2, "b"))),
        Context.EMPTY);
    log.append(3, "last");
    log.settle(1).close();
  }

  @Test
  void golden_isOfTheFirstFormat() throws IOException {
    for (Path file : OpenLog.files(GOLDEN, ".log")) {
      assertThat(Files.readAllBytes(file)[11]).isEqualTo((byte) 1);
    }
  }
}
