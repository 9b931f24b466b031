package dev.millrace.benchmarks.otlp;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A collector in a process of its own, and what the operating system says about it. */
final class CollectorProcess implements AutoCloseable {
  private static final long START_NANOS = Duration.ofSeconds(30).toNanos();
  private static final double TICKS_PER_SECOND = 100; // Linux, for user space, everywhere
  private static final int USER_TIME = 11; // fields of /proc/<pid>/stat behind the name
  private static final int SYSTEM_TIME = 12;

  private final Process process;
  private final Ports ports;
  private final HttpClient http = HttpClient.newHttpClient();

  private CollectorProcess(Process process, Ports ports) {
    this.process = process;
    this.ports = ports;
  }

  /** Starts it with variables for its configuration, and waits until it listens. */
  static CollectorProcess start(List<String> command, Ports ports, Case line)
      throws IOException, InterruptedException {
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.INHERIT);
    ports.into(builder.environment());
    builder.environment().put("EXPORTER", line.out().exporter());
    builder.environment().put("COMPRESSION", line.coding().text());
    CollectorProcess collector = new CollectorProcess(builder.start(), ports);
    collector.awaitListening();
    return collector;
  }

  /** CPU seconds so far. */
  record CpuTime(double all, double compiling, double collecting) {
    CpuTime minus(CpuTime before) {
      return new CpuTime(
          all - before.all, compiling - before.compiling, collecting - before.collecting);
    }
  }

  CpuTime cpuTime() throws IOException {
    double compiling = 0;
    double collecting = 0;
    try (Stream<Path> tasks = Files.list(Path.of("/proc/%d/task".formatted(process.pid())))) {
      for (Path task : tasks.toList()) {
        String stat = read(task.resolve("stat"));
        String name = stat.isEmpty() ? "" : stat.substring(stat.indexOf('(') + 1);
        if (name.startsWith("C1 ") || name.startsWith("C2 ")) {
          compiling += seconds(stat);
        } else if (name.startsWith("GC ") || name.startsWith("G1 ") || name.startsWith("VM T")) {
          collecting += seconds(stat);
        }
      }
    }
    double all = seconds(read(Path.of("/proc/%d/stat".formatted(process.pid()))));
    return new CpuTime(all, compiling, collecting);
  }

  private static String read(Path path) {
    try {
      return Files.readString(path);
    } catch (IOException e) {
      return ""; // the thread has ended
    }
  }

  private static double seconds(String stat) {
    if (stat.isEmpty()) {
      return 0;
    }
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
    return (Long.parseLong(fields[USER_TIME]) + Long.parseLong(fields[SYSTEM_TIME]))
        / TICKS_PER_SECOND;
  }

  /** The most resident memory that it has had. */
  long peakMegabytes() throws IOException {
    for (String line : Files.readAllLines(Path.of("/proc/%d/status".formatted(process.pid())))) {
      if (line.startsWith("VmHWM:")) {
        return Long.parseLong(line.replaceAll("[^0-9]", "")) / 1024;
      }
    }
    return 0;
  }

  /** Bytes that it has allocated on its heap so far, by its own account; 0 if it does not say. */
  double allocatedBytes() throws IOException, InterruptedException {
    String page =
        http.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + ports.own() + "/metrics"))
                    .build(),
                HttpResponse.BodyHandlers.ofString())
            .body();
    return page.lines()
        .filter(line -> line.startsWith("otelcol_process_runtime_total_alloc_bytes"))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .findFirst()
        .orElse(0);
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(30, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  private void awaitListening() throws InterruptedException {
    long end = System.nanoTime() + START_NANOS;
    while (process.isAlive() && System.nanoTime() - end < 0) {
      try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), ports.grpc())) {
        if (socket.isConnected()) {
          return;
        }
      } catch (IOException e) {
        Thread.sleep(100); // not yet
      }
    }
    close();
    throw new IllegalStateException("the collector does not listen");
  }
}
