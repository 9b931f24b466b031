package dev.millrace.prometheus.scrape;

import dev.millrace.data.Batch;
import dev.millrace.data.Signal;
import dev.millrace.prometheus.exposition.ExpositionFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Turns the pages of one target into OTLP metrics, and remembers what the next page needs: the
 * lines of the last one, when points have started, what would be stale.
 *
 * <p>Threading: one thread at a time; at most one page at a time. Bound: it keeps what the last
 * good page held, and of bad ones behind it no more than that and 1000 lines.
 */
public final class TargetScraper {
  private final ScrapeSettings settings;
  private final ScrapeBuffers buffers;
  private final @Nullable ExpositionFormat fallback;
  private final TargetState state;
  private final SampleLabels sampleLabels;
  private final Series series;
  private final SyntheticSeries synthetic;

  public TargetScraper(ScrapeTarget target, ScrapeSettings settings, ScrapeBuffers buffers) {
    this.settings = settings;
    this.buffers = buffers;
    this.fallback = format(settings.fallbackProtocol());
    this.state = new TargetState(target, settings);
    this.sampleLabels = new SampleLabels(target, settings);
    this.synthetic = new SyntheticSeries(state.families, settings, sampleLabels);
    this.series = new Series(state, synthetic);
  }

  private static @Nullable ExpositionFormat format(@Nullable ScrapeProtocol protocol) {
    if (protocol == null) {
      return null;
    }
    return switch (protocol) {
      case PROMETHEUS_TEXT_0_0_4, PROMETHEUS_TEXT_1_0_0 -> ExpositionFormat.TEXT;
      case OPENMETRICS_TEXT_0_0_1, OPENMETRICS_TEXT_1_0_0 -> ExpositionFormat.OPENMETRICS;
      case PROMETHEUS_PROTO -> ExpositionFormat.PROTOBUF;
    };
  }

  /**
   * A page comes.
   *
   * @param contentType of the answer, empty when it has none
   * @param scrapeMillis when the scrape began: the time of all samples without one of their own
   */
  public Page begin(String contentType, long scrapeMillis) {
    PageScratch scratch = newScrape();
    return new Page(this, scratch, ExpositionFormat.choose(contentType, fallback), scrapeMillis);
  }

  /** No page came: {@code up} is 0, and what the last page held has gone stale. */
  public ScrapeResult fail(String reason, long scrapeMillis, long durationNanos) {
    return begin("", scrapeMillis).fail(reason, durationNanos);
  }

  /** The target has gone: ends its series, and {@code up} and its like with them. */
  public ScrapeResult stale(long millis) {
    PageScratch scratch = newScrape();
    try {
      synthetic.reportStale();
      boolean scraped = state.scrape > 1;
      Batch batch = scraped ? writeStale(scratch, millis) : Batch.of(Signal.METRICS, List.of());
      return new ScrapeResult(batch, 0, 0, 0, 0, 0, null, "");
    } finally {
      buffers.giveBack(scratch);
    }
  }

  private PageScratch newScrape() {
    state.scrape++;
    state.families.begin();
    PageScratch scratch = buffers.take();
    scratch.reset(state.points.count());
    return scratch;
  }

  /** Ends a scrape; {@code failure} tells why it failed, null when it went well. */
  ScrapeResult finish(Page page, @Nullable String failure, long durationNanos) {
    PageScratch scratch = page.scratch();
    PageCounts counts = page.counts();
    if (state.families.isOutdated()) {
      state.metadata.invalidate();
    }
    try {
      synthetic.report(failure == null, durationNanos, counts);
      PageReader reader = page.reader();
      Batch batch =
          failure == null && reader != null && counts.bodyBytes > 0
              ? writePage(scratch, reader, page.scrapeMillis())
              : writeStale(scratch, page.scrapeMillis());
      return new ScrapeResult(
          batch,
          counts.scraped,
          counts.kept,
          counts.seriesAdded,
          counts.refused + counts.misfits,
          counts.bodyBytes,
          failure,
          page.warning());
    } finally {
      buffers.giveBack(scratch);
    }
  }

  private Batch writePage(PageScratch scratch, PageReader reader, long scrapeMillis) {
    state.metadata.expire(state.scrape);
    forgetSuperseded(scratch.samples, reader.lines().superseded());
    Batch batch = write(scratch, scrapeMillis);
    state.lastGood = state.scrape;
    state.lastGoodMillis = scrapeMillis;
    state.lastGoodLines = reader.lines().seen();
    state.markersDue = true;
    Compaction.afterGoodPage(state, reader.lines().seen(), batch.itemCount());
    return batch;
  }

  /** Points whose series go on as other points do not end. */
  private void forgetSuperseded(PageSamples samples, IntList superseded) {
    for (int i = 0; i < superseded.size(); i++) {
      int point = superseded.get(i);
      if (samples.lastOf(point) < 0) {
        state.points.emitted(point, 0, 0);
      }
    }
  }

  private Batch writeStale(PageScratch scratch, long scrapeMillis) {
    state.families.begin();
    scratch.reset(state.points.count());
    Batch batch = write(scratch, scrapeMillis);
    state.markersDue = false;
    Compaction.afterBadPage(state);
    return batch;
  }

  /** Writes the samples taken, and markers for the points that have gone. */
  private Batch write(PageScratch scratch, long scrapeMillis) {
    PointWriter points = new PointWriter(state, settings, scratch);
    points.begin(scrapeMillis);
    for (int point = 0; point < state.points.count(); point++) {
      if (scratch.samples.lastOf(point) < 0 && points.isStale(point)) {
        Family family = state.families.get(state.points.family(point));
        state.families.open(family);
        scratch.samples.chain(family, point);
      }
    }
    synthetic.open();
    return new BatchWriter(state.families, points, synthetic, scratch).write();
  }

  ScrapeSettings settings() {
    return settings;
  }

  TargetState state() {
    return state;
  }

  SampleLabels sampleLabels() {
    return sampleLabels;
  }

  Series series() {
    return series;
  }
}
