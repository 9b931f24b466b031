package dev.millrace.receivers.prometheus;

import dev.millrace.prometheus.config.ScrapeConfig;
import dev.millrace.prometheus.scrape.Page;
import dev.millrace.prometheus.scrape.ScrapeBuffers;
import dev.millrace.prometheus.scrape.ScrapeProtocol;
import dev.millrace.prometheus.scrape.ScrapeResult;
import dev.millrace.prometheus.scrape.ScrapeSettings;
import dev.millrace.prometheus.scrape.ScrapeSettings.Scope;
import dev.millrace.prometheus.scrape.ScrapeTarget;
import dev.millrace.prometheus.scrape.TargetScraper;
import dev.millrace.prometheus.target.Target;

/** Translates pages as the receiver and the job say. */
final class JobPages implements ScrapeEnvironment.Pages {

  /** The name of the Go receiver: dashboards and rules know it. */
  private static final String SCOPE =
      "github.com/open-telemetry/opentelemetry-collector-contrib/receiver/prometheusreceiver";

  private final PrometheusReceiverConfig config;
  private final Scope scope;
  private final ScrapeBuffers buffers = new ScrapeBuffers();

  JobPages(PrometheusReceiverConfig config, String version) {
    this.config = config;
    this.scope = new Scope(SCOPE, version);
  }

  @Override
  public TargetPages create(Target target, ScrapeConfig job) {
    ScrapeTarget whose = new ScrapeTarget(target.labels(), target.discovered());
    return new Scraper(new TargetScraper(whose, settings(target, job), buffers));
  }

  @Override
  public boolean same(Target target, ScrapeConfig before, ScrapeConfig after) {
    return settings(target, before).equals(settings(target, after));
  }

  private ScrapeSettings settings(Target target, ScrapeConfig job) {
    ScrapeProtocol fallback = job.fallbackProtocol();
    return new ScrapeSettings(
        job.honorLabels(),
        job.honorTimestamps(),
        job.trackTimestampsStaleness(),
        job.limits(),
        job.metricRelabeling(),
        config.config().global().externalLabels(),
        job.extraScrapeMetrics(),
        config.startTime(),
        config.createdSeries(),
        config.trimMetricSuffixes(),
        fallback == null ? ScrapeProtocol.PROMETHEUS_TEXT_0_0_4 : fallback,
        histograms(target, job),
        job.nameValidation(),
        target.timeout(),
        scope);
  }

  /** Relabelling may have changed what the job says. */
  private static ScrapeSettings.Histograms histograms(Target target, ScrapeConfig job) {
    return new ScrapeSettings.Histograms(
        Boolean.parseBoolean(target.labels().get("__scrape_native_histograms__")),
        Boolean.parseBoolean(target.labels().get("__always_scrape_classic_histograms__")),
        job.histograms().bucketLimit(),
        ScrapeSettings.Histograms.maxSchema(job.histograms().minBucketFactor()));
  }

  private static TargetPages.Scraped scraped(ScrapeResult result) {
    return new TargetPages.Scraped(result.batch(), result.error(), result.warning());
  }

  /** One target's memory. */
  private record Scraper(TargetScraper scraper) implements TargetPages {
    @Override
    public TargetPages.Page begin(String contentType, long scrapeTimeMillis) {
      return new Reading(scraper.begin(contentType, scrapeTimeMillis));
    }

    @Override
    public Scraped fail(String reason, long scrapeTimeMillis, long durationNanos) {
      return scraped(scraper.fail(reason, scrapeTimeMillis, durationNanos));
    }

    @Override
    public Scraped stale(long timeMillis) {
      return scraped(scraper.stale(timeMillis));
    }
  }

  /** One page. */
  private record Reading(Page page) implements TargetPages.Page {
    @Override
    public void data(byte[] array, int offset, int length) {
      page.data(array, offset, length);
    }

    @Override
    public boolean isOversized() {
      return page.isOversized();
    }

    @Override
    public TargetPages.Scraped end(long durationNanos) {
      return scraped(page.end(durationNanos));
    }

    @Override
    public TargetPages.Scraped fail(String reason, long durationNanos) {
      return scraped(page.fail(reason, durationNanos));
    }
  }
}
