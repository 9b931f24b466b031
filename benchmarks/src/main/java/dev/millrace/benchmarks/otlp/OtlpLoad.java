package dev.millrace.benchmarks.otlp;

import dev.millrace.benchmarks.otlp.CollectorProcess.CpuTime;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/**
 * Sends telemetry through a collector and prints what that costs it, by the operating system's
 * account of its process. Load, sink and collector are processes of their own.
 *
 * <p>Arguments: {@code configs=<folder>}, {@code form=few|all}, {@code warm=<most seconds>}, {@code
 * seconds=<seconds>}, {@code only=<regular expression>}, {@code delay=<milliseconds>} of the sink,
 * and behind {@code --} the command that starts a collector, without {@code --config}.
 */
public final class OtlpLoad {
  private static final long DRAIN_NANOS = TimeUnit.SECONDS.toNanos(20);

  private static final long WARM_STEP_MILLIS = 3000;
  private static final double MOST_COMPILING = 0.03;

  private final Path configs;
  private final List<String> command;
  private final long warmMillis;
  private final long millis;
  private final Worker sink;
  private final Worker load;
  private final Words sinkPorts;

  private OtlpLoad(Words how, List<String> command, Worker sink, Worker load) throws IOException {
    this.configs = Path.of(how.text("configs"));
    this.command = command;
    this.warmMillis = TimeUnit.SECONDS.toMillis(how.number("warm"));
    this.millis = TimeUnit.SECONDS.toMillis(how.number("seconds"));
    this.sink = sink;
    this.load = load;
    this.sinkPorts = sink.answer();
    load.answer();
  }

  /** Prints the table; ends with 1 when anything was lost or failed. */
  public static void main(String[] args) throws Exception {
    int split = List.of(args).indexOf("--");
    Words how = Words.of(List.of(args).subList(0, split));
    List<String> command = List.of(args).subList(split + 1, args.length);
    Pattern only = Pattern.compile(how.text("only"));
    boolean isRight = true;
    try (Worker sink = Worker.start(SinkMain.class);
        Worker load = Worker.start(LoadMain.class)) {
      OtlpLoad runs = new OtlpLoad(how, command, sink, load);
      sink.ask(new Words().with("do", "delay").with("millis", how.number("delay")));
      System.out.println(Figures.HEAD);
      for (Case line : how.text("form").equals("all") ? Cases.all() : Cases.few()) {
        if (only.matcher(line.toString()).find()) {
          Figures figures = runs.run(line);
          System.out.println(figures);
          isRight &= figures.isRight();
        }
      }
    }
    System.exit(isRight ? 0 : 1);
  }

  private Figures run(Case line) throws IOException, InterruptedException {
    Ports ports = Ports.of((int) sinkPorts.number("grpc"), (int) sinkPorts.number("http"));
    sink.ask(new Words().with("do", "clear"));
    try (CollectorProcess collector = CollectorProcess.start(command(line), ports, line)) {
      Words request = load.ask(open(line, ports));
      try {
        return measure(line, request, collector);
      } finally {
        load.ask(new Words().with("do", "close"));
      }
    }
  }

  private List<String> command(Case line) {
    List<String> all = new ArrayList<>(command);
    all.addAll(List.of("--config", configs.resolve("pass.yaml").toString()));
    if (!line.pipeline().equals("pass")) {
      all.addAll(List.of("--config", configs.resolve(line.pipeline() + ".yaml").toString()));
    }
    return all;
  }

  private static Words open(Case line, Ports ports) {
    int port = line.in() == Case.Protocol.GRPC ? ports.grpc() : ports.http();
    return new Words()
        .with("do", "open")
        .with("protocol", line.in().text())
        .with("port", port)
        .with("signal", line.signal().text())
        .with("items", line.items())
        .with("coding", line.coding().text())
        .with("connections", line.connections())
        .with("inflight", line.inFlight());
  }

  private Figures measure(Case line, Words request, CollectorProcess collector)
      throws IOException, InterruptedException {
    warmUp(line, collector);
    double allocated = collector.allocatedBytes();
    CpuTime cpu = collector.cpuTime();
    Words sent = load.ask(phase(line, millis));
    Words received =
        line.out() == Case.Protocol.NOP
            ? new Words().with("items", sent.number("items")).with("p50", 0).with("p99", 0)
            : received(sent.number("items"));
    return new Figures(
        line,
        request,
        sent,
        received,
        collector.cpuTime().minus(cpu),
        collector.allocatedBytes() - allocated,
        collector.peakMegabytes());
  }

  /** Until the JVM has compiled what it will. */
  private void warmUp(Case line, CollectorProcess collector)
      throws IOException, InterruptedException {
    CpuTime cpu = collector.cpuTime();
    boolean isWarm = false;
    for (long done = 0; done < warmMillis && !isWarm; done += WARM_STEP_MILLIS) {
      CpuTime before = cpu;
      Words warm = load.ask(phase(line, WARM_STEP_MILLIS));
      if (line.out() != Case.Protocol.NOP) {
        received(warm.number("items"));
      }
      sink.ask(new Words().with("do", "clear"));
      cpu = collector.cpuTime();
      CpuTime step = cpu.minus(before);
      isWarm = step.compiling() < MOST_COMPILING * step.all();
    }
  }

  private static Words phase(Case line, long time) {
    return new Words().with("do", "run").with("millis", time).with("rate", line.rate());
  }

  /** Waits until so many items have come, or no more do. */
  private Words received(long items) throws IOException, InterruptedException {
    long end = System.nanoTime() + DRAIN_NANOS;
    Words report = sink.ask(new Words().with("do", "report"));
    while (report.number("items") < items && System.nanoTime() - end < 0) {
      Thread.sleep(50);
      report = sink.ask(new Words().with("do", "report"));
    }
    return report;
  }

  /** One line, measured. */
  private record Figures(
      Case line,
      Words request,
      Words sent,
      Words received,
      CpuTime cpu,
      double allocated,
      long peakMegabytes) {
    private static final String HEAD =
        "%-48s %8s %8s %5s %9s %17s %6s %9s %7s %7s %6s"
            .formatted(
                "",
                "CPU s/M",
                "with JIT",
                "GC %",
                "items/s",
                "p50 / p99 ms",
                "RSS MB",
                "B/request",
                "xbytes",
                "refused",
                "lost");

    long lost() {
      return sent.number("items") - received.number("items");
    }

    boolean isRight() {
      return lost() == 0 && sent.number("failed") == 0 && sent.number("items") > 0;
    }

    @Override
    public String toString() {
      double items = sent.number("items");
      double perRequest = allocated / sent.number("requests");
      Words timed = line.rate() > 0 ? received : sent;
      return String.format(
          Locale.ROOT,
          "%-48s %8.2f %8.2f %5.1f %9.0f %8.1f %8.1f %6d %9.0f %7.2f %7d %6d",
          line,
          (cpu.all() - cpu.compiling()) / items * 1e6,
          cpu.all() / items * 1e6,
          100 * cpu.collecting() / (cpu.all() - cpu.compiling()),
          items / sent.number("nanos") * 1e9,
          timed.decimal("p50"),
          timed.decimal("p99"),
          peakMegabytes,
          perRequest,
          perRequest / request.number("plain"),
          sent.number("refused") + sent.number("failed"),
          lost());
    }
  }
}
