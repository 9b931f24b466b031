package dev.millrace.telemetry.metrics;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.millrace.component.Level;
import dev.millrace.component.Meter;
import dev.millrace.telemetry.metrics.Series.CallbackSeries;
import dev.millrace.telemetry.metrics.Series.CounterSeries;
import dev.millrace.telemetry.metrics.Series.HistogramSeries;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.TimeUnit;
import java.util.function.DoubleSupplier;
import java.util.function.Function;

/**
 * Keeps the collector's own instruments.
 *
 * <p>What is made here directly stays for the life of the collector; what belongs to a component is
 * made through a {@link #scope} and leaves with it. Threading: any thread; the lock is held only to
 * make and to remove. Bounds: {@value Family#MAX_SERIES} label sets a metric.
 */
public final class MeterRegistry implements Meter {
  private static final Counter NO_COUNTER = amount -> {};
  private static final Histogram NO_HISTOGRAM = value -> {};
  private static final Registration NO_REGISTRATION = () -> {};

  private final Level level;
  private final long startedUnixNanos = TimeUnit.MILLISECONDS.toNanos(System.currentTimeMillis());
  private final Object lock = new Object();
  private final Map<String, Family> families = new ConcurrentSkipListMap<>();

  /** Reports what is at {@code level} or below; nothing at {@link Level#NONE}. */
  public MeterRegistry(Level level) {
    this.level = level;
  }

  /** A meter whose instruments are removed when it is closed and nobody else uses them. */
  public MeterScope scope() {
    return new MeterScope(this);
  }

  @Override
  public Level level() {
    return level;
  }

  @Override
  public Counter counter(Instrument instrument, Map<String, String> labels) {
    return isReported(instrument) ? counterSeries(instrument, labels) : NO_COUNTER;
  }

  @Override
  public Registration gauge(
      Instrument instrument, Map<String, String> labels, DoubleSupplier value) {
    return callback(MetricType.GAUGE, instrument, labels, value);
  }

  @Override
  public Registration sum(Instrument instrument, Map<String, String> labels, DoubleSupplier value) {
    return callback(MetricType.COUNTER, instrument, labels, value);
  }

  @Override
  public Histogram histogram(Instrument instrument, Map<String, String> labels, double... bounds) {
    return isReported(instrument) ? histogramSeries(instrument, labels, bounds) : NO_HISTOGRAM;
  }

  /** When counting began, in wall time. */
  public long startedUnixNanos() {
    return startedUnixNanos;
  }

  /** Everything as it is now, by name; metrics without a value are left out. */
  public List<MetricFamily> snapshot() {
    List<MetricFamily> now = new ArrayList<>(families.size());
    for (Family family : families.values()) {
      MetricFamily read = family.read();
      if (!read.points().isEmpty()) {
        now.add(read);
      }
    }
    return now;
  }

  boolean isReported(Instrument instrument) {
    return level != Level.NONE && instrument.level().compareTo(level) <= 0;
  }

  CounterSeries counterSeries(Instrument instrument, Map<String, String> labels) {
    Series series = acquire(MetricType.COUNTER, instrument, labels, CounterSeries::new);
    return expect(CounterSeries.class, series, instrument);
  }

  HistogramSeries histogramSeries(
      Instrument instrument, Map<String, String> labels, double... bounds) {
    for (int i = 1; i < bounds.length; i++) {
      if (!(bounds[i - 1] < bounds[i])) {
        throw new IllegalArgumentException(instrument.name() + ": bounds do not rise");
      }
    }
    Series series =
        acquire(
            MetricType.HISTOGRAM, instrument, labels, place -> new HistogramSeries(place, bounds));
    return expect(HistogramSeries.class, series, instrument);
  }

  void release(Instrument instrument, Series series) {
    synchronized (lock) {
      Family family = families.get(instrument.name());
      if (family == null) {
        return;
      }
      family.release(series);
      if (family.isEmpty()) {
        families.remove(instrument.name());
      }
    }
  }

  private Registration callback(
      MetricType type, Instrument instrument, Map<String, String> labels, DoubleSupplier value) {
    if (!isReported(instrument)) {
      return NO_REGISTRATION;
    }
    Series series = acquire(type, instrument, labels, CallbackSeries::new);
    CallbackSeries callbacks = expect(CallbackSeries.class, series, instrument);
    if (!callbacks.labels().equals(Labels.of(labels))) {
      release(instrument, callbacks); // values of many owners do not share one series
      return NO_REGISTRATION;
    }
    DoubleSupplier own = () -> value.getAsDouble(); // the same supplier may be registered twice
    callbacks.add(own);
    return new CallbackRegistration(this, instrument, callbacks, own);
  }

  private Series acquire(
      MetricType type,
      Instrument instrument,
      Map<String, String> labels,
      Function<Labels, Series> make) {
    synchronized (lock) {
      Family family = family(type, instrument);
      if (family.type() != type) {
        throw new IllegalArgumentException(
            instrument.name() + " is a " + family.type().text() + ", not a " + type.text());
      }
      return family.acquire(Labels.of(labels), make);
    }
  }

  @GuardedBy("lock")
  private Family family(MetricType type, Instrument instrument) {
    return families.computeIfAbsent(instrument.name(), name -> new Family(instrument, type));
  }

  private static <T extends Series> T expect(Class<T> kind, Series series, Instrument instrument) {
    if (!kind.isInstance(series)) {
      throw new IllegalArgumentException(
          instrument.name() + series.labels() + " is both counted and asked for");
    }
    return kind.cast(series);
  }

  private static final class CallbackRegistration implements Registration {
    private final MeterRegistry registry;
    private final Instrument instrument;
    private final CallbackSeries series;
    private final DoubleSupplier value;
    private boolean closed;

    CallbackRegistration(
        MeterRegistry registry,
        Instrument instrument,
        CallbackSeries series,
        DoubleSupplier value) {
      this.registry = registry;
      this.instrument = instrument;
      this.series = series;
      this.value = value;
    }

    @Override
    public synchronized void close() {
      if (!closed) {
        closed = true;
        series.remove(value);
        registry.release(instrument, series);
      }
    }
  }
}
