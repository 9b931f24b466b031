package dev.millrace.prometheus.scrape;

import dev.millrace.data.wire.ProtoWriter;
import dev.millrace.prometheus.exposition.ExpositionException;
import dev.millrace.prometheus.exposition.ExpositionParser.Entry;
import dev.millrace.prometheus.exposition.MetricType;
import dev.millrace.prometheus.exposition.ProtobufParser;
import dev.millrace.prometheus.labels.Labels;
import org.jspecify.annotations.Nullable;

/**
 * Reads the metric families of one page in the protobuf format. A sample is known again by its name
 * and labels as they lie in the page.
 */
final class ProtobufReader implements PageReader {
  private static final int PROTOBUF = 2;

  private final TargetState state;
  private final ScrapeSettings.Histograms histograms;
  private final SampleLabels sampleLabels;
  private final Series series;
  private final PageSampler sampler;
  private final PageLines pageLines;
  private final NativeMessages natives;
  private final ProtobufParser parser = new ProtobufParser();
  private final NativeWriter limits;
  private int familyNumber;
  private boolean isOverLimit;

  ProtobufReader(
      TargetState state,
      ScrapeSettings settings,
      SampleLabels sampleLabels,
      Series series,
      PageSampler sampler,
      PageScratch scratch) {
    this.state = state;
    this.histograms = settings.histograms();
    this.sampleLabels = sampleLabels;
    this.series = series;
    this.sampler = sampler;
    this.pageLines = new PageLines(state, sampler, PROTOBUF);
    this.natives = scratch.natives;
    this.limits = new NativeWriter(histograms);
  }

  @Override
  public boolean hasEnded() {
    return false; // only its last byte ends a page
  }

  @Override
  public PageLines lines() {
    return pageLines;
  }

  @Override
  public void readEnd() throws ScrapeFailure {
    sampler.end();
    if (isOverLimit) {
      throw new ScrapeFailure("histogram bucket limit exceeded");
    }
  }

  @Override
  public int read(byte[] bytes, int from, int limit, boolean last) throws ScrapeFailure {
    int at = from;
    try {
      while (at < limit) {
        int end = parser.messageEnd(bytes, at, limit);
        if (end < 0) {
          if (last) {
            throw new ExpositionException("the page ends within the message");
          }
          return at;
        }
        familyNumber++;
        if (parser.readFamily(bytes, parser.messageStart(), end)) {
          readFamily(bytes);
        }
        at = end;
      }
    } catch (ExpositionException e) {
      throw failure(String.valueOf(e.getMessage()));
    } catch (IllegalArgumentException e) {
      throw failure("malformed protobuf: " + e.getMessage());
    }
    return at;
  }

  /** A failure that says where in the page. */
  ScrapeFailure failure(String what) {
    String name = parser.familyName();
    return new ScrapeFailure(
        "metric family %d%s: %s"
            .formatted(familyNumber, name.isEmpty() ? "" : " (" + name + ")", what));
  }

  private void readFamily(byte[] bytes) throws ScrapeFailure, ExpositionException {
    tell(Entry.HELP, parser.help());
    tell(Entry.TYPE, "");
    if (!parser.unit().isEmpty()) {
      tell(Entry.UNIT, parser.unit());
    }
    pageLines.context(parser.type(), 0);
    while (parser.nextMetric()) {
      boolean isNative = histograms.scrapeNative() && parser.isNativeHistogram();
      if (isNative) {
        readNative(bytes);
      }
      if (!isNative || (histograms.alwaysScrapeClassic() && parser.histogram().buckets() > 0)) {
        readSamples();
      }
    }
  }

  private void tell(Entry kind, String text) {
    MetaLine line = new MetaLine(kind, parser.familyName(), 0, parser.type(), text);
    state.metadata.apply(line, state.scrape);
  }

  private void readSamples() throws ScrapeFailure {
    for (int i = 0; i < parser.sampleCount(); i++) {
      parser.sample(i);
      take(parser.value());
    }
  }

  private void readNative(byte[] bytes) throws ScrapeFailure, ExpositionException {
    String fault = parser.histogram().fault();
    if (!fault.isEmpty()) {
      throw new ExpositionException(fault);
    }
    if (histograms.bucketLimit() > 0) {
      limits.prepare(parser.histogram());
      isOverLimit |= limits.isOverLimit();
    }
    parser.nativeHistogram();
    take(natives.add(bytes, parser.valueStart(), parser.valueEnd()));
  }

  /** Takes the sample that the parser looks at. */
  private void take(double value) throws ScrapeFailure {
    ProtoWriter key = parser.key();
    Lines lines = state.lines;
    int line = pageLines.expected();
    if (line < 0 || lines.texts().match(line, key.array(), 0, key.size()) != key.size()) {
      line = lines.texts().find(key.array(), 0, key.size());
    }
    boolean known = line >= 0 && state.isKnownLine(line);
    if (!known || !pageLines.isSettled(line)) {
      line = learn(key, line, known);
      if (line < 0) {
        return; // beyond the limit
      }
    }
    int before = sampler.counts().refused;
    long millis = parser.timestampMillis();
    int sample = pageLines.addSample(line, value, millis != 0, millis);
    if (sample >= 0) {
      sampler.startOf(line, parser.startMillis());
      addExemplars(line, sample);
    }
    if (!known && before == sampler.counts().refused && sampler.isKept(line)) {
      sampler.counts().seriesAdded++;
    }
  }

  private void addExemplars(int line, int sample) {
    for (int i = 0; i < parser.exemplarCount(); i++) {
      if (parser.exemplar(i)) {
        sampler.addExemplar(line, sample, parser);
      }
    }
  }

  private int learn(ProtoWriter key, int line, boolean known) throws ScrapeFailure {
    Labels labels = labels();
    if (labels != null && !known && sampler.isOverLimit()) {
      sampler.refuse();
      return -1;
    }
    int learned = line >= 0 ? line : state.lines.add(key.array(), 0, key.size());
    int pointBefore = known ? state.lines.point(learned) : -1;
    mean(learned, labels);
    pageLines.learned(learned, pointBefore);
    return learned;
  }

  private @Nullable Labels labels() throws ScrapeFailure {
    try {
      return sampleLabels.of(parser);
    } catch (ScrapeFailure e) {
      sampler.counts().scraped++;
      throw failure(String.valueOf(e.getMessage()));
    }
  }

  private void mean(int line, @Nullable Labels labels) {
    if (labels == null) {
      state.lines.mean(line, pageLines.stamp(), Role.DROPPED, 0, -1);
      return;
    }
    if (parser.isNativeSample()) {
      series.placeNative(labels, parser.type() == MetricType.GAUGE_HISTOGRAM);
    } else {
      series.place(labels);
    }
    state.lines.mean(line, pageLines.stamp(), series.role(), series.detail(), series.point());
  }
}
