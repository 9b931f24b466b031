package dev.millrace.prometheus.scrape;

import dev.millrace.prometheus.exposition.ExpositionException;
import dev.millrace.prometheus.exposition.ExpositionParser;
import dev.millrace.prometheus.exposition.ExpositionParser.Entry;
import dev.millrace.prometheus.exposition.MetricType;
import dev.millrace.prometheus.labels.Labels;
import org.jspecify.annotations.Nullable;

/**
 * Reads the lines of one page: those that the last pages held by comparison, the line that came
 * next last time first, then by their hash; others with the parser. The benchmark {@code
 * ScrapeBenchmark} holds the numbers.
 */
final class TextReader implements PageReader {
  static final int MAX_ENTRY_BYTES = 4 << 20;
  private static final int TEXT = 0;
  private static final int OPENMETRICS = 1;

  private final TargetState state;
  private final ScrapeSettings settings;
  private final SampleLabels sampleLabels;
  private final Series series;
  private final ExpositionParser parser;
  private final PageSampler sampler;
  private final PageLines pageLines;
  private final LineScanner scanner;

  /** What the last lines of metadata have set. */
  private MetricType type = MetricType.UNKNOWN;

  private int nameBytes;

  private int lineNumber = 1;
  private boolean ended;

  TextReader(
      TargetState state,
      ScrapeSettings settings,
      SampleLabels sampleLabels,
      Series series,
      ExpositionParser parser,
      PageSampler sampler,
      PageScratch scratch) {
    this.state = state;
    this.settings = settings;
    this.sampleLabels = sampleLabels;
    this.series = series;
    this.parser = parser;
    this.sampler = sampler;
    this.pageLines = new PageLines(state, sampler, parser.tellsCreated() ? OPENMETRICS : TEXT);
    this.scanner = new LineScanner(parser, scratch.floats);
    setStamp();
  }

  @Override
  public boolean hasEnded() {
    return ended;
  }

  @Override
  public PageLines lines() {
    return pageLines;
  }

  @Override
  public int read(byte[] bytes, int from, int limit, boolean last) throws ScrapeFailure {
    int at = from;
    while (at < limit && !ended) {
      int next = readKnown(bytes, at, limit);
      if (next < 0) {
        next = readParsed(bytes, at, limit, last);
        if (next < 0) {
          return at;
        }
      }
      at = next;
    }
    return at;
  }

  @Override
  public void readEnd() throws ScrapeFailure {
    if (!ended) {
      readParsed(new byte[0], 0, 0, true);
    }
    sampler.end();
  }

  private int readKnown(byte[] bytes, int at, int limit) {
    if (bytes[at] == '\n' && !parser.tellsCreated()) {
      lineNumber++;
      return at + 1;
    }
    Lines lines = state.lines;
    int line = pageLines.expected();
    int end = line < 0 ? -1 : lines.texts().match(line, bytes, at, limit);
    if (end < 0 || !scanner.isWhole(bytes, end, limit)) {
      end = scanner.textEnd(bytes, at, limit);
      line = end < 0 ? -1 : lines.texts().find(bytes, at, end);
    }
    if (line < 0 || !state.isKnownLine(line)) {
      return -1;
    }
    if (lines.role(line) == Role.META) {
      if (lines.stamp(line) != pageLines.metaStamp()) {
        return -1;
      }
      readMeta(line);
      lineNumber++;
      return end;
    }
    if (!pageLines.isSettled(line) || !scanner.readValue(bytes, end, limit)) {
      return -1;
    }
    pageLines.addSample(line, scanner.value(), scanner.hasTimestamp(), scanner.timestampMillis());
    lineNumber++;
    return scanner.end();
  }

  private void readMeta(int line) {
    MetaLine meta = state.metaLines.get(state.lines.detail(line));
    pageLines.see(line);
    if (meta.kind() == Entry.COMMENT) {
      return;
    }
    sampler.endRun();
    type = meta.kind() == Entry.TYPE ? meta.type() : type;
    nameBytes = meta.nameBytes();
    state.metadata.apply(meta, state.scrape);
    setStamp();
  }

  private void setStamp() {
    pageLines.context(type, parser.tellsCreated() ? nameBytes : 0);
  }

  private int readParsed(byte[] bytes, int at, int limit, boolean last) throws ScrapeFailure {
    parser.context(type, nameBytes);
    int end;
    try {
      Entry entry = parser.next(bytes, at, limit, last);
      if (entry == Entry.STARVED) {
        return -1;
      }
      end = parser.end();
      if (end - at > MAX_ENTRY_BYTES) {
        throw tooLong();
      }
      take(entry, bytes);
    } catch (ExpositionException e) {
      throw new ScrapeFailure(place(bytes, at) + e.getMessage());
    }
    lineNumber += lineBreaks(bytes, at, end);
    return end;
  }

  /** Where the entry at hand starts. */
  private String place(byte[] bytes, int at) {
    return "line %d: ".formatted(lineNumber + lineBreaks(bytes, at, parser.entryStart()));
  }

  ScrapeFailure tooLong() {
    return new ScrapeFailure(
        "line %d: longer than %d bytes".formatted(lineNumber, MAX_ENTRY_BYTES));
  }

  private static int lineBreaks(byte[] bytes, int from, int to) {
    int count = 0;
    for (int i = from; i < to; i++) {
      count += bytes[i] == '\n' ? 1 : 0;
    }
    return count;
  }

  private void take(Entry entry, byte[] bytes) throws ScrapeFailure {
    switch (entry) {
      case SERIES -> takeSeries(bytes);
      case HELP, TYPE, UNIT, COMMENT -> takeMeta(entry, bytes);
      case END -> ended = true;
      case STARVED -> throw new IllegalStateException("no entry");
    }
  }

  private void takeMeta(Entry entry, byte[] bytes) {
    ByteTable texts = state.lines.texts();
    int line = texts.find(bytes, parser.entryStart(), parser.end());
    if (line < 0) {
      line = state.lines.add(bytes, parser.entryStart(), parser.end());
      state.lines.mean(line, pageLines.metaStamp(), Role.META, state.metaLines.size(), -1);
      state.metaLines.add(MetaLine.of(entry, parser));
    } else if (state.lines.stamp(line) != pageLines.metaStamp()) {
      state.metaLines.set(state.lines.detail(line), MetaLine.of(entry, parser));
      state.lines.mean(line, pageLines.metaStamp(), Role.META, state.lines.detail(line), -1);
    }
    readMeta(line);
  }

  private void takeSeries(byte[] bytes) throws ScrapeFailure {
    int line = state.lines.texts().find(bytes, parser.entryStart(), parser.seriesEnd());
    boolean known = line >= 0 && state.isKnownLine(line) && !sampler.isHidden(line);
    if (!known || !pageLines.isSettled(line)) {
      line = learn(bytes, line, known);
      if (line < 0) {
        return;
      }
    }
    int before = sampler.counts().refused;
    int sample =
        pageLines.addSample(line, parser.value(), parser.hasTimestamp(), parser.timestampMillis());
    if (sample >= 0 && parser.hasExemplar()) {
      sampler.addExemplar(line, sample, parser);
    }
    if (!known && before == sampler.counts().refused && sampler.isKept(line)) {
      sampler.counts().seriesAdded++;
    }
  }

  /** Finds out what the series at hand means; answers its line, -1 when it is beyond the limit. */
  private int learn(byte[] bytes, int line, boolean known) throws ScrapeFailure {
    boolean created = parser.isCreated();
    Labels labels = created && !settings.createdSeries() ? null : labels(bytes);
    if (labels != null && !known && sampler.isOverLimit()) {
      sampler.refuse();
      return -1;
    }
    int learned =
        line >= 0 ? line : state.lines.add(bytes, parser.entryStart(), parser.seriesEnd());
    int pointBefore = known ? state.lines.point(learned) : -1;
    mean(learned, created, labels);
    pageLines.learned(learned, pointBefore);
    return learned;
  }

  private @Nullable Labels labels(byte[] bytes) throws ScrapeFailure {
    try {
      return sampleLabels.of(parser);
    } catch (ScrapeFailure e) {
      sampler.counts().scraped++;
      throw new ScrapeFailure(place(bytes, parser.entryStart()) + e.getMessage());
    }
  }

  private void mean(int line, boolean created, @Nullable Labels labels) {
    Lines lines = state.lines;
    if (created) {
      meanCreated(line, labels);
    } else if (labels == null) {
      lines.mean(line, pageLines.stamp(), Role.DROPPED, 0, -1);
    } else {
      series.place(labels);
      lines.mean(line, pageLines.stamp(), series.role(), series.detail(), series.point());
    }
    lines.createdKey(line, parser.createdKey());
  }

  private void meanCreated(int line, @Nullable Labels labels) {
    int detail = PageSampler.HIDDEN;
    int point = -1;
    if (settings.createdSeries()) {
      detail = labels == null ? PageSampler.DROPPED : PageSampler.VISIBLE;
      if (labels != null) {
        series.placeGauge(labels);
        point = series.point();
      }
    }
    state.lines.mean(line, pageLines.stamp(), Role.CREATED, detail, point);
  }
}
