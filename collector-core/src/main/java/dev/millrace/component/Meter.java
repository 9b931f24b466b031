package dev.millrace.component;

import java.util.Map;
import java.util.function.DoubleSupplier;

/**
 * Makes instruments for the collector's own metrics.
 *
 * <p>Making one with a name and labels that exist gives the existing one. An instrument above the
 * configured level counts into nothing. Labels are fixed when it is made: nothing is looked up per
 * event. Threading: everything here may be called from any thread.
 */
public interface Meter {

  /** What is reported: for who has more labels at a higher level. */
  default Level level() {
    return Level.NORMAL;
  }

  /** A monotonic count that starts at 0 and is reported from then on. */
  Counter counter(Instrument instrument, Map<String, String> labels);

  /** A value asked for when somebody reads the metrics. */
  Registration gauge(Instrument instrument, Map<String, String> labels, DoubleSupplier value);

  /** A monotonic sum kept elsewhere, asked for when somebody reads the metrics. */
  Registration sum(Instrument instrument, Map<String, String> labels, DoubleSupplier value);

  /** A distribution over fixed, rising upper bounds. */
  Histogram histogram(Instrument instrument, Map<String, String> labels, double... bounds);

  /**
   * What is measured.
   *
   * @param name with its prefix and without suffixes for unit and type: {@code
   *     otelcol_exporter_sent_spans}
   * @param description one sentence
   * @param unit UCUM, {@code {spans}} for counted things, empty for none
   * @param level the least level at which it is reported
   */
  record Instrument(String name, String description, String unit, Level level) {}

  /** Counts events. */
  interface Counter {
    void add(long amount);
  }

  /** Records values. */
  interface Histogram {
    void record(double value);
  }

  /** Takes a callback back. */
  interface Registration extends AutoCloseable {
    @Override
    void close();
  }
}
