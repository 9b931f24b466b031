package dev.millrace.telemetry.metrics;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.millrace.component.Level;
import dev.millrace.component.Meter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleSupplier;

/**
 * The instruments of one owner: a component between its creation and its shutdown.
 *
 * <p>Closing removes what only this owner used. A series that another owner uses too (the same
 * exporter in a second pipeline, the successor after a reload) stays and keeps its count. Any
 * thread may call.
 */
public final class MeterScope implements Meter, AutoCloseable {
  private final MeterRegistry registry;
  private final Object lock = new Object();

  @GuardedBy("lock")
  private final Map<Series, Instrument> counted = new HashMap<>();

  @GuardedBy("lock")
  private final List<Registration> registrations = new ArrayList<>();

  MeterScope(MeterRegistry registry) {
    this.registry = registry;
  }

  @Override
  public Level level() {
    return registry.level();
  }

  @Override
  public Counter counter(Instrument instrument, Map<String, String> labels) {
    if (!registry.isReported(instrument)) {
      return registry.counter(instrument, labels);
    }
    var series = registry.counterSeries(instrument, labels);
    own(instrument, series);
    return series;
  }

  @Override
  public Histogram histogram(Instrument instrument, Map<String, String> labels, double... bounds) {
    if (!registry.isReported(instrument)) {
      return registry.histogram(instrument, labels, bounds);
    }
    var series = registry.histogramSeries(instrument, labels, bounds);
    own(instrument, series);
    return series;
  }

  @Override
  public Registration gauge(
      Instrument instrument, Map<String, String> labels, DoubleSupplier value) {
    return own(registry.gauge(instrument, labels, value));
  }

  @Override
  public Registration sum(Instrument instrument, Map<String, String> labels, DoubleSupplier value) {
    return own(registry.sum(instrument, labels, value));
  }

  @Override
  public void close() {
    Map<Series, Instrument> series;
    List<Registration> callbacks;
    synchronized (lock) {
      series = new HashMap<>(counted);
      callbacks = List.copyOf(registrations);
      counted.clear();
      registrations.clear();
    }
    callbacks.forEach(Registration::close);
    series.forEach((each, instrument) -> registry.release(instrument, each));
  }

  private void own(Instrument instrument, Series series) {
    boolean again;
    synchronized (lock) {
      again = counted.putIfAbsent(series, instrument) != null;
    }
    if (again) {
      registry.release(instrument, series); // one owner, however often it asks
    }
  }

  /** Forgets a registration that is closed early, so that short-lived ones do not add up. */
  private Registration own(Registration registration) {
    Registration owned =
        new Registration() {
          @Override
          public void close() {
            synchronized (lock) {
              registrations.remove(this);
            }
            registration.close();
          }
        };
    synchronized (lock) {
      registrations.add(owned);
    }
    return owned;
  }
}
