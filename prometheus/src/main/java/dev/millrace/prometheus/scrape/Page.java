package dev.millrace.prometheus.scrape;

import dev.millrace.prometheus.exposition.ExpositionFormat;
import dev.millrace.prometheus.exposition.OpenMetricsParser;
import dev.millrace.prometheus.exposition.TextParser;
import org.jspecify.annotations.Nullable;

/**
 * A page that is being read. It is read as it comes; what it holds is handed over when it has ended
 * well, and only then remembered.
 *
 * <p>Threading: one thread at a time. Ownership: {@link #data} reads the bytes before it returns;
 * {@link #end} or {@link #fail} must be called, once.
 */
public final class Page {
  private final TargetScraper scraper;
  private final PageScratch scratch;
  private final PageCounts counts = new PageCounts();
  private final long scrapeMillis;
  private final long bodyLimit;
  private final String warning;
  private final @Nullable PageReader reader;
  private final @Nullable PageFeed feed;
  private @Nullable String error;
  private boolean closed;

  Page(TargetScraper scraper, PageScratch scratch, ExpositionFormat.Choice choice, long millis) {
    this.scraper = scraper;
    this.scratch = scratch;
    this.scrapeMillis = millis;
    this.bodyLimit = scraper.settings().limits().bodyBytes();
    this.warning = choice.format() == null ? "" : choice.complaint();
    if (choice.format() == null) {
      reader = null;
      feed = null;
      error = choice.complaint();
      return;
    }
    ExpositionFormat format = choice.format();
    PageSampler sampler =
        new PageSampler(
            scraper.state(),
            scraper.settings(),
            scratch,
            counts,
            format == ExpositionFormat.OPENMETRICS,
            millis);
    if (format == ExpositionFormat.PROTOBUF) {
      ProtobufReader messages = protobufReader(scraper, sampler, scratch);
      reader = messages;
      feed = new ProtobufFeed(messages, scratch);
    } else {
      TextReader text = textReader(scraper, format, sampler, scratch);
      reader = text;
      feed = new TextFeed(text, scratch, format == ExpositionFormat.TEXT);
    }
  }

  private static ProtobufReader protobufReader(
      TargetScraper scraper, PageSampler sampler, PageScratch scratch) {
    return new ProtobufReader(
        scraper.state(),
        scraper.settings(),
        scraper.sampleLabels(),
        scraper.series(),
        sampler,
        scratch);
  }

  private static TextReader textReader(
      TargetScraper scraper, ExpositionFormat format, PageSampler sampler, PageScratch scratch) {
    return new TextReader(
        scraper.state(),
        scraper.settings(),
        scraper.sampleLabels(),
        scraper.series(),
        format == ExpositionFormat.TEXT ? new TextParser() : new OpenMetricsParser(),
        sampler,
        scratch);
  }

  /** More of the page, decompressed. */
  public void data(byte[] bytes, int offset, int length) {
    if (counts.bodyBytes < 0 || length == 0) {
      return;
    }
    counts.bodyBytes += length;
    if (bodyLimit > 0 && counts.bodyBytes >= bodyLimit) {
      counts.reset();
      counts.bodyBytes = -1;
      error = "body size limit exceeded";
    }
    if (error == null && feed != null) {
      try {
        feed.data(bytes, offset, length);
      } catch (ScrapeFailure e) {
        error = e.getMessage();
      }
    }
  }

  /** Whether the page is beyond its size limit, so that the rest need not be received. */
  public boolean isOversized() {
    return counts.bodyBytes < 0;
  }

  /**
   * The page has ended well.
   *
   * @param durationNanos since the scrape began
   */
  public ScrapeResult end(long durationNanos) {
    close();
    if (error == null && feed != null && counts.bodyBytes > 0) {
      finish(feed);
    }
    // An empty body is no page at all: its content type does not matter.
    String failure = counts.bodyBytes == 0 ? null : error;
    return scraper.finish(this, failure, durationNanos);
  }

  private void finish(PageFeed open) {
    try {
      open.end();
      if (sampleLimitExceeded()) {
        error = "sample limit exceeded";
      }
    } catch (ScrapeFailure e) {
      error = e.getMessage();
    }
  }

  private boolean sampleLimitExceeded() {
    long limit = scraper.settings().limits().samples();
    return limit > 0 && counts.limited > limit;
  }

  /** The page broke off: what was read of it does not count. */
  public ScrapeResult fail(String reason, long durationNanos) {
    close();
    counts.reset();
    return scraper.finish(this, reason, durationNanos);
  }

  private void close() {
    if (closed) {
      throw new IllegalStateException("the page has ended before");
    }
    closed = true;
  }

  PageScratch scratch() {
    return scratch;
  }

  PageCounts counts() {
    return counts;
  }

  long scrapeMillis() {
    return scrapeMillis;
  }

  String warning() {
    return warning;
  }

  /** What has read the page; null when nothing could. */
  @Nullable PageReader reader() {
    return reader;
  }
}
