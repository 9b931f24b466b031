package dev.millrace.benchmarks.prometheus;

import dev.millrace.prometheus.labels.Labels;
import dev.millrace.prometheus.scrape.ScrapeBuffers;
import dev.millrace.prometheus.scrape.ScrapeSettings;
import dev.millrace.prometheus.scrape.ScrapeTarget;
import dev.millrace.prometheus.scrape.TargetScraper;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;

/**
 * Prints the heap that is kept for each active series: after a full collection, divided by the
 * series. Arguments: pairs of targets and series a target.
 */
public final class ScrapeMemory {
  private static final int SCRAPES = 4;

  private ScrapeMemory() {}

  /** Measures each pair. */
  public static void main(String[] args) {
    PrintStream out = System.out;
    out.printf("%8s %10s %10s %12s%n", "targets", "a target", "series", "bytes/series");
    for (int i = 0; i + 1 < args.length; i += 2) {
      measure(Integer.parseInt(args[i]), Integer.parseInt(args[i + 1]), out);
    }
  }

  private static void measure(int targets, int series, PrintStream out) {
    ScrapeBuffers buffers = new ScrapeBuffers();
    long before = usedHeap();
    List<TargetScraper> scrapers = new ArrayList<>();
    long samples = 0;
    for (int target = 0; target < targets; target++) {
      Labels labels = Labels.of("instance", "10.0.0.1:" + target, "job", "orders");
      TargetScraper scraper =
          new TargetScraper(
              new ScrapeTarget(labels, Labels.EMPTY),
              ScrapeSettings.defaults(new ScrapeSettings.Scope("scope", "1")),
              buffers);
      scrapers.add(scraper);
      for (int scrape = 0; scrape < SCRAPES; scrape++) {
        byte[] page = ScrapePage.of(series, target, scrape);
        int kept = ScrapeBenchmark.scrape(scraper, page, 1000L * scrape).samplesKept();
        samples += scrape == 0 ? kept : 0;
      }
    }
    long bytes = usedHeap() - before;
    out.printf("%8d %10d %10d %12d%n", targets, series, samples, bytes / samples);
    if (scrapers.size() != targets) {
      throw new IllegalStateException("the scrapers were to stay alive until here");
    }
  }

  private static long usedHeap() {
    long used = Long.MAX_VALUE;
    for (int i = 0; i < 3; i++) {
      System.gc();
      used = Math.min(used, ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
    }
    return used;
  }
}
