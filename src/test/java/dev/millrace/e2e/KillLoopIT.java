package dev.millrace.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Kills the collector again and again under load: what it acknowledged arrives. */
class KillLoopIT {
  private static final boolean LONG = Boolean.getBoolean("long.tests");
  private static final int ROUNDS = Integer.getInteger("kill.rounds", LONG ? 50 : 5);
  private static final int SENDERS = 4;
  private static final int RECORDS = 50;
  private static final int PADDING_BYTES = 200;
  private static final Duration LIMIT = Duration.ofSeconds(90);

  @TempDir Path directory;

  private final int port = Ports.free();
  private final IdSender sender = new IdSender(port);

  @Test
  void kill_losesNothingThatWasAcknowledged() throws Exception {
    long seed = Long.getLong("property.seed", LONG ? System.nanoTime() : 1);
    Random random = new Random(seed);
    try (IdSink sink = new IdSink()) {
      for (int round = 0; round < ROUNDS; round++) {
        sink.refuse(random.nextBoolean());
        round(sink, Duration.ofMillis(200 + random.nextInt(1500)));
      }
      sink.refuse(false);
      try (CollectorProcess collector = launch(sink).startAndAwaitReady()) {
        Await.until(
            "all that was acknowledged, seed " + seed,
            LIMIT,
            () -> sender.missing(sink).isEmpty(),
            () -> sender.missing(sink).size() + " missing; " + collector.stderr().text());
        collector.stop().assertExitCode(0);
        assertThat(collector.stderr().text()).doesNotContain("corrupt");
      }
      System.out.printf(
          "kill -9: %d rounds, %d records acknowledged, %d arrived, %d of them again, 0 missing%n",
          ROUNDS, sender.acknowledged().size(), sink.ids().size(), sink.duplicates());
      assertThat(sender.acknowledged()).hasSizeGreaterThan(ROUNDS * RECORDS);
    }
  }

  /** Runs a collector under load for a while and kills it. */
  private void round(IdSink sink, Duration time) throws InterruptedException {
    AtomicBoolean isOver = new AtomicBoolean();
    try (CollectorProcess collector = launch(sink).startAndAwaitReady()) {
      List<Thread> senders = new ArrayList<>();
      for (int i = 0; i < SENDERS; i++) {
        Thread thread = new Thread(() -> send(isOver));
        thread.start();
        senders.add(thread);
      }
      LockSupport.parkNanos(time.toNanos());
      collector.kill();
      isOver.set(true);
      for (Thread thread : senders) {
        thread.join();
      }
    }
  }

  private void send(AtomicBoolean isOver) {
    try (IdSender.Connection connection = sender.connect()) {
      while (!isOver.get() && connection.send(RECORDS, PADDING_BYTES)) {}
    }
  }

  private CollectorProcess.Launch launch(IdSink sink) {
    return CollectorProcess.with(Ports.ownMetricsAt(Ports.free()))
        .config(
            directory,
            """
            extensions:
              file_storage: {directory: "%s", create_directory: true}
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
                retry_on_failure: {initial_interval: 50ms, max_interval: 200ms, max_elapsed_time: 0s}
                sending_queue:
                  storage: file_storage
                  sizer: bytes
                  queue_size: 1_000_000_000
                  num_consumers: 4
            service:
              extensions: [file_storage]
              pipelines:
                logs: {receivers: [otlp], processors: [batch], exporters: [otlp_grpc]}
            """
                .formatted(directory.resolve("storage"), port, sink.endpoint()));
  }
}
