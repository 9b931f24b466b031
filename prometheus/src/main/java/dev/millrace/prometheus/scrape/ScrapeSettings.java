package dev.millrace.prometheus.scrape;

import dev.millrace.prometheus.labels.Labels;
import dev.millrace.prometheus.labels.NameValidation;
import dev.millrace.prometheus.relabel.Relabeling;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How the pages of one job are read and translated. Immutable.
 *
 * @param honorLabels labels of the page win over the target's
 * @param honorTimestamps time stamps of the page are used
 * @param trackTimestampsStaleness series with time stamps of their own get stale markers too
 * @param metricRelabeling {@code metric_relabel_configs}
 * @param externalLabels added to each series that has no label of that name
 * @param extraScrapeMetrics also {@code scrape_timeout_seconds} and its like
 * @param startTime where the start of a cumulative point comes from when the page does not say
 * @param createdSeries {@code _created} lines of OpenMetrics stay visible as gauges besides
 * @param trimMetricSuffixes {@code _total}, unit and type suffixes leave the names
 * @param fallbackProtocol how to read a page of no known content type; null fails it
 * @param histograms how histograms of the protobuf format are read
 * @param nameValidation which names of metrics and labels are good
 * @param timeout of a scrape, for {@code scrape_timeout_seconds}
 * @param scope of the metrics that name none
 */
public record ScrapeSettings(
    boolean honorLabels,
    boolean honorTimestamps,
    boolean trackTimestampsStaleness,
    ScrapeLimits limits,
    Relabeling metricRelabeling,
    Labels externalLabels,
    boolean extraScrapeMetrics,
    StartTime startTime,
    boolean createdSeries,
    boolean trimMetricSuffixes,
    @Nullable ScrapeProtocol fallbackProtocol,
    Histograms histograms,
    NameValidation nameValidation,
    Duration timeout,
    Scope scope) {

  /** The settings of a job that sets nothing. */
  public static ScrapeSettings defaults(Scope scope) {
    return new ScrapeSettings(
        false,
        true,
        false,
        ScrapeLimits.NONE,
        Relabeling.NONE,
        Labels.EMPTY,
        false,
        StartTime.FIRST_SEEN,
        false,
        false,
        ScrapeProtocol.PROMETHEUS_TEXT_0_0_4,
        Histograms.CLASSIC,
        NameValidation.UTF8,
        Duration.ofSeconds(10),
        scope);
  }

  /** The same, reading histograms in another way. */
  public ScrapeSettings with(Histograms other) {
    return new ScrapeSettings(
        honorLabels,
        honorTimestamps,
        trackTimestampsStaleness,
        limits,
        metricRelabeling,
        externalLabels,
        extraScrapeMetrics,
        startTime,
        createdSeries,
        trimMetricSuffixes,
        fallbackProtocol,
        other,
        nameValidation,
        timeout,
        scope);
  }

  /** Where the start of a cumulative point comes from when the page does not say. */
  public enum StartTime {
    /** The first observation, and at a reset the last point before it. */
    FIRST_SEEN,
    /** Nowhere: it stays 0. */
    UNSET
  }

  /**
   * How histograms of the protobuf format are read.
   *
   * @param scrapeNative native ones as such, and not only their classic buckets
   * @param alwaysScrapeClassic the classic buckets of native ones besides
   * @param bucketLimit buckets of a native one: wider ones are made of more, and the page fails
   *     when they are still too many; 0 means no limit
   * @param maxSchema how fine the buckets of a native one may be, from -4 to 8
   */
  public record Histograms(
      boolean scrapeNative, boolean alwaysScrapeClassic, long bucketLimit, int maxSchema) {
    private static final int FINEST = 8;
    private static final int WIDEST = -4;

    /** Classic buckets only. */
    public static final Histograms CLASSIC = new Histograms(false, false, 0, FINEST);

    /** The finest schema whose buckets each grow by at least a factor; any where it is up to 1. */
    public static int maxSchema(double minBucketFactor) {
      if (minBucketFactor <= 1) {
        return FINEST;
      }
      double doublings = Math.log(minBucketFactor) / Math.log(2);
      double floor = Math.floor(Math.log(doublings) / Math.log(2));
      return (int) Math.max(WIDEST, Math.min(FINEST, -floor));
    }
  }

  /** Name and version of an instrumentation scope. */
  public record Scope(String name, String version) {}
}
