package dev.millrace.prometheus.scrape;

import dev.millrace.data.wire.ProtoWriter;
import dev.millrace.prometheus.exposition.MetricType;
import dev.millrace.prometheus.labels.Labels;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;

/**
 * {@code up} and its like: one point per scrape in metrics of their own, or in those of the page
 * that have the same name.
 */
final class SyntheticSeries {
  private static final double NANOS_PER_SECOND = 1e9;

  private final Families families;
  private final ScrapeSettings settings;
  private final Labels labels;
  private final byte[] attributes;
  private final Map<SyntheticMetric, Family> metrics = new EnumMap<>(SyntheticMetric.class);
  private final Map<SyntheticMetric, Double> values = new EnumMap<>(SyntheticMetric.class);
  private boolean stale;

  SyntheticSeries(Families families, ScrapeSettings settings, SampleLabels sampleLabels) {
    this.families = families;
    this.settings = settings;
    this.labels = sampleLabels.ofReport(SyntheticMetric.UP.text);
    this.attributes = encoded(Shape.GAUGE, labels);
  }

  private static byte[] encoded(Shape shape, Labels labels) {
    ProtoWriter out = new ProtoWriter();
    Attributes.putPoint(out, shape, labels);
    return out.toByteArray();
  }

  /** Sets what the next batch reports. */
  void report(boolean up, long durationNanos, PageCounts counts) {
    stale = false;
    values.put(SyntheticMetric.UP, up ? 1.0 : 0.0);
    values.put(SyntheticMetric.DURATION, durationNanos / NANOS_PER_SECOND);
    values.put(SyntheticMetric.SCRAPED, (double) counts.scraped);
    values.put(SyntheticMetric.KEPT, (double) counts.kept);
    values.put(SyntheticMetric.ADDED, (double) counts.seriesAdded);
    values.put(SyntheticMetric.TIMEOUT, settings.timeout().toNanos() / NANOS_PER_SECOND);
    values.put(SyntheticMetric.SAMPLE_LIMIT, (double) settings.limits().samples());
    values.put(SyntheticMetric.BODY_BYTES, (double) counts.bodyBytes);
  }

  /** Makes the next batch end the series. */
  void reportStale() {
    stale = true;
  }

  /** Opens the metrics, behind those of the page. */
  void open() {
    ScopeGroup scope = families.scope(families.resource(labels), ScopeKey.NONE);
    for (SyntheticMetric metric : SyntheticMetric.values()) {
      if (metric.always || settings.extraScrapeMetrics()) {
        Family family = family(scope, metric);
        families.open(family);
        metrics.put(metric, family);
      }
    }
  }

  private Family family(ScopeGroup scope, SyntheticMetric metric) {
    Family known = families.openFamily(scope, metric.text);
    if (known != null && known.shape == Shape.GAUGE) {
      return known;
    }
    MetricType type = metric.always ? MetricType.GAUGE : MetricType.UNKNOWN;
    if (known == null) {
      Family own = families.family(scope, metric.text, type);
      families.describe(own, metric.help, metric.unit);
      return own;
    }
    Family apart = new Family(scope, metric.text, type);
    apart.describe(metric.help, metric.unit, settings.trimMetricSuffixes());
    return apart;
  }

  /** Writes the point of a metric that is one of these; answers how many points that was. */
  int write(Family family, PointWriter out) {
    SyntheticMetric metric = SyntheticMetric.of(family.name);
    if (metric == null || metrics.get(metric) != family) {
      return 0;
    }
    out.writeSynthetic(attributes, values.getOrDefault(metric, 0.0), stale);
    return 1;
  }

  /** Whether a sample of the page is what one of these series is about. */
  boolean covers(Family family, Labels sample) {
    SyntheticMetric metric = SyntheticMetric.of(family.name);
    return metric != null
        && (metric.always || settings.extraScrapeMetrics())
        && family.scope.key.equals(ScopeKey.NONE)
        && family.scope.resource == families.resource(labels)
        && Arrays.equals(encoded(family.shape, sample), attributes);
  }
}
