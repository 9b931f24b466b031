package dev.millrace.prometheus.scrape;

import dev.millrace.prometheus.exposition.MetricType;

/**
 * The lines of one page, one after the other: which one is expected next, what was seen, and
 * whether a line still means what it meant.
 */
final class PageLines {
  private static final int EPOCH_SHIFT = 18;
  private static final int FORMAT_SHIFT = 16;
  private static final int TYPE_SHIFT = 12;
  private static final int MAX_NAME_BYTES = (1 << TYPE_SHIFT) - 1;

  private final TargetState state;
  private final PageSampler sampler;
  private final int formatStamp;
  private final IntList superseded = new IntList();

  /** Under which circumstances lines mean what they mean now. */
  private int stamp;

  private int previous = -1;
  private int seen;

  /**
   * @param format a number from 0 to 3: in another format a line means something else
   */
  PageLines(TargetState state, PageSampler sampler, int format) {
    this.state = state;
    this.sampler = sampler;
    this.formatStamp = format << FORMAT_SHIFT;
  }

  /** Different lines that the page has held. */
  int seen() {
    return seen;
  }

  /** Points whose lines belong to other points now. */
  IntList superseded() {
    return superseded;
  }

  /** The line that came next last time, -1 when none did. */
  int expected() {
    return previous < 0 ? state.firstLine : state.lines.next(previous);
  }

  /** Lines of metadata mean the same as long as the format does not change. */
  int metaStamp() {
    return formatStamp;
  }

  int stamp() {
    return stamp;
  }

  /** Samples that follow belong to metadata of that type, whose name is that long. */
  @SuppressWarnings("EnumOrdinal") // tells types apart within one process, and no more
  void context(MetricType type, int nameBytes) {
    int context = (type.ordinal() << TYPE_SHIFT) | Math.min(nameBytes, MAX_NAME_BYTES);
    stamp = ((state.metadata.epoch() << EPOCH_SHIFT) ^ context) | formatStamp;
  }

  /** Whether a line still means what it meant. */
  boolean isSettled(int line) {
    Lines lines = state.lines;
    if (lines.stamp(line) != stamp || lines.role(line) == Role.MISFIT) {
      return false;
    }
    int point = lines.point(line);
    return point < 0 || !state.families.hasTwins() || !isDisplaced(point);
  }

  private boolean isDisplaced(int point) {
    return state.families.isDisplaced(state.families.get(state.points.family(point)));
  }

  /** Notes that the page holds a line, and that it comes behind the one before. */
  boolean see(int line) {
    Lines lines = state.lines;
    boolean again = lines.seen(line) == state.scrape;
    if (!again) {
      lines.seen(line, state.scrape);
      seen++;
    }
    if (previous < 0) {
      state.firstLine = line;
    } else if (lines.next(previous) != line) {
      lines.next(previous, line);
    }
    previous = line;
    return again;
  }

  /** Takes a sample; answers its number, -1 when it is no part of a point. */
  int addSample(int line, double value, boolean stamped, long millis) {
    return sampler.add(line, see(line), value, stamped, millis);
  }

  /**
   * Notes what a line has come to mean.
   *
   * @param pointBefore the point that it belonged to, -1 for none
   */
  void learned(int line, int pointBefore) {
    int point = state.lines.point(line);
    if (pointBefore >= 0 && point >= 0 && pointBefore != point) {
      superseded.add(pointBefore);
    }
  }
}
