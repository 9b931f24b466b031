package dev.millrace.benchmarks.prometheus;

import dev.millrace.prometheus.labels.Labels;
import dev.millrace.prometheus.scrape.Page;
import dev.millrace.prometheus.scrape.ScrapeBuffers;
import dev.millrace.prometheus.scrape.ScrapeResult;
import dev.millrace.prometheus.scrape.ScrapeSettings;
import dev.millrace.prometheus.scrape.ScrapeTarget;
import dev.millrace.prometheus.scrape.TargetScraper;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Time per sample from the text of a page to OTLP. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class ScrapeBenchmark {
  private static final int SERIES = 2000;
  private static final int PAGES = 8;
  private static final int PIECE_BYTES = 64 * 1024;

  private final byte[][] sameSeries = new byte[PAGES][];
  private final byte[][] newSeries = new byte[PAGES][];
  private final TargetScraper steady = scraper();
  private final TargetScraper churning = scraper();
  private int scrape;

  /** Makes the pages. */
  public ScrapeBenchmark() {
    for (int i = 0; i < PAGES; i++) {
      sameSeries[i] = ScrapePage.of(SERIES, 0, i);
      newSeries[i] = ScrapePage.of(SERIES, i, i);
    }
  }

  static TargetScraper scraper() {
    return new TargetScraper(
        new ScrapeTarget(Labels.of("instance", "10.0.0.1:8080", "job", "orders"), Labels.EMPTY),
        ScrapeSettings.defaults(new ScrapeSettings.Scope("scope", "1")),
        new ScrapeBuffers());
  }

  static ScrapeResult scrape(TargetScraper scraper, byte[] text, long millis) {
    Page page = scraper.begin("text/plain; version=0.0.4", millis);
    for (int at = 0; at < text.length; at += PIECE_BYTES) {
      page.data(text, at, Math.min(PIECE_BYTES, text.length - at));
    }
    return page.end(1_000_000);
  }

  /** The same series in each page. */
  @Benchmark
  @OperationsPerInvocation(SERIES)
  public ScrapeResult steady() {
    scrape++;
    return scrape(steady, sameSeries[scrape % PAGES], 1000L * scrape);
  }

  /** Every series is new in each page, and each that was there gets a stale marker. */
  @Benchmark
  @OperationsPerInvocation(SERIES)
  public ScrapeResult churn() {
    scrape++;
    return scrape(churning, newSeries[scrape % PAGES], 1000L * scrape);
  }

  /** A target seen for the first time. */
  @Benchmark
  @OperationsPerInvocation(SERIES)
  public ScrapeResult first() {
    return scrape(scraper(), sameSeries[0], 1000L);
  }
}
