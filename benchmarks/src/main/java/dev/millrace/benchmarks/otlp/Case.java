package dev.millrace.benchmarks.otlp;

import java.util.Locale;

/**
 * One line of the table.
 *
 * @param pipeline the configuration between receiver and exporter, by the name of its file
 * @param in how the collector receives
 * @param out where it sends
 * @param coding how messages are compressed, on both sides
 * @param items in a request
 * @param connections of the load
 * @param inFlight requests under way on each; over HTTP, so many times the connections
 * @param rate items a second; 0 for as many as are taken
 */
record Case(
    String pipeline,
    Protocol in,
    Protocol out,
    LoadSignal signal,
    Requests.Coding coding,
    int items,
    int connections,
    int inFlight,
    long rate) {

  /** As the figures of other collectors were taken. */
  static final Case USUAL =
      new Case(
          "batch",
          Protocol.GRPC,
          Protocol.GRPC,
          LoadSignal.TRACES,
          Requests.Coding.NONE,
          500,
          2,
          4,
          0);

  /** Transports; {@code NOP} drops. */
  enum Protocol {
    GRPC("otlp_grpc"),
    HTTP("otlp_http"),
    NOP("nop");

    private final String exporter;

    Protocol(String exporter) {
      this.exporter = exporter;
    }

    String exporter() {
      return exporter;
    }

    String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  Case through(String name) {
    return new Case(name, in, out, signal, coding, items, connections, inFlight, rate);
  }

  Case over(Protocol from, Protocol to) {
    return new Case(pipeline, from, to, signal, coding, items, connections, inFlight, rate);
  }

  Case of(LoadSignal kind) {
    return new Case(pipeline, in, out, kind, coding, items, connections, inFlight, rate);
  }

  Case compressed(Requests.Coding how) {
    return new Case(pipeline, in, out, signal, how, items, connections, inFlight, rate);
  }

  Case items(int count) {
    return new Case(pipeline, in, out, signal, coding, count, connections, inFlight, rate);
  }

  Case connections(int count, int each) {
    return new Case(pipeline, in, out, signal, coding, items, count, each, rate);
  }

  Case atRate(long itemsPerSecond) {
    return new Case(
        pipeline, in, out, signal, coding, items, connections, inFlight, itemsPerSecond);
  }

  @Override
  public String toString() {
    String pace = rate == 0 ? "" : " at %dk/s".formatted(rate / 1000);
    return "%s %s>%s>%s %s %dx%d of %d%s"
        .formatted(
            signal.text(),
            in.text(),
            pipeline,
            out.text(),
            coding.text(),
            connections,
            inFlight,
            items,
            pace);
  }
}
