package dev.millrace.prometheus.scrape;

import dev.millrace.prometheus.exposition.CreatedTimes;
import dev.millrace.prometheus.exposition.Sample;

/**
 * Takes the samples of one page: counts them, holds them against the limits, sorts them to points.
 */
final class PageSampler {
  /** Details of {@link Role#CREATED} lines: no sample, a sample, a sample that was dropped. */
  static final int HIDDEN = 0;

  static final int VISIBLE = 1;
  static final int DROPPED = 2;

  /** How far ahead of the scrape a time stamp may be. */
  private static final long MAX_AHEAD_MILLIS = 600_000;

  private static final double MILLIS_PER_SECOND = 1000;

  private final TargetState state;
  private final ScrapeSettings settings;
  private final PageSamples samples;
  private final PageExemplars exemplars;
  private final PageCounts counts;
  private final CreatedTimes created;
  private final boolean tellsCreated;
  private final long scrapeMillis;
  private final long sampleLimit;

  PageSampler(
      TargetState state,
      ScrapeSettings settings,
      PageScratch scratch,
      PageCounts counts,
      boolean tellsCreated,
      long scrapeMillis) {
    this.state = state;
    this.settings = settings;
    this.samples = scratch.samples;
    this.exemplars = scratch.exemplars;
    this.counts = counts;
    this.created = new CreatedTimes(this::start);
    this.tellsCreated = tellsCreated;
    this.scrapeMillis = scrapeMillis;
    this.sampleLimit = settings.limits().samples();
  }

  PageCounts counts() {
    return counts;
  }

  /** A line of metadata comes. */
  void endRun() {
    if (tellsCreated) {
      created.end();
    }
  }

  /** The page ends. */
  void end() {
    endRun();
  }

  /** Whether one more sample would be beyond the limit. */
  boolean isOverLimit() {
    return sampleLimit > 0 && counts.limited >= sampleLimit;
  }

  /** Whether the page has held more samples than it may. */
  boolean hasExceededLimit() {
    return sampleLimit > 0 && counts.limited > sampleLimit;
  }

  /** Counts a sample beyond the limit. */
  void refuse() {
    counts.scraped++;
    counts.kept++;
    counts.limited++;
    counts.refused++;
  }

  /** Whether a line is no sample but tells when others started. */
  boolean isHidden(int line) {
    return state.lines.role(line) == Role.CREATED && state.lines.detail(line) == HIDDEN;
  }

  /** Whether a line is a sample that relabelling keeps. */
  boolean isKept(int line) {
    int role = state.lines.role(line);
    return role == Role.CREATED ? state.lines.detail(line) == VISIBLE : role != Role.DROPPED;
  }

  /**
   * Takes a sample; answers its number, -1 when it is no part of a point.
   *
   * @param again whether the page held the line before
   * @param stamped whether the line has a time stamp
   */
  int add(int line, boolean again, double value, boolean stamped, long millis) {
    Lines lines = state.lines;
    int role = lines.role(line);
    if (role == Role.CREATED) {
      created.created(lines.createdKey(line), value);
      if (isHidden(line)) {
        return -1;
      }
    }
    counts.scraped++;
    if (!isKept(line)) {
      return -1;
    }
    counts.kept++;
    boolean explicit = stamped && settings.honorTimestamps();
    long time = explicit ? millis : scrapeMillis;
    if (isRefused(again && !explicit, time)) {
      counts.refused++;
      return -1;
    }
    int sample = take(line, role, value, time, explicit);
    if (tellsCreated && role != Role.CREATED) {
      created.sample(lines.createdKey(line), lines.point(line));
    }
    return sample;
  }

  private boolean isRefused(boolean twice, long time) {
    if (twice) {
      return true;
    }
    if (sampleLimit > 0) {
      counts.limited++;
    }
    return hasExceededLimit() || time > scrapeMillis + MAX_AHEAD_MILLIS;
  }

  private int take(int line, int role, double value, long time, boolean explicit) {
    switch (role) {
      case Role.INFO -> tell(state.infos.get(state.lines.detail(line)));
      case Role.START -> start(state.lines.point(line), value * MILLIS_PER_SECOND);
      case Role.MISFIT -> counts.misfits++;
      default -> {
        return addToPoint(line, role, value, time, explicit);
      }
    }
    return -1;
  }

  /** Adds a sample to its point; of two samples for the same part the first one counts. */
  private int addToPoint(int line, int role, double value, long time, boolean explicit) {
    int point = state.lines.point(line);
    int last = samples.lastOf(point);
    if (last < 0) {
      Family family = state.families.get(state.points.family(point));
      state.families.open(family);
      samples.chain(family, point);
    } else if (role == Role.NUMBER
        || role == Role.CREATED
        || role == Role.NATIVE
        || samples.time(last) != time) {
      counts.misfits++;
      return -1;
    }
    return samples.add(point, state.lines.meaning(line), value, time, explicit);
  }

  private void tell(Infos.Info info) {
    int pass = state.families.pass();
    if (info.scope() == null) {
      info.resource().tell(info.attributes(), pass);
    } else {
      state.families.scope(info.resource(), info.scope()).tell(info.attributes(), pass);
    }
  }

  private void start(int point, double millis) {
    if (millis > 0 && millis < Long.MAX_VALUE) {
      start(point, (long) millis);
    }
  }

  private void start(int point, long millis) {
    if (point >= 0) {
      samples.startMillis(point, millis);
    }
  }

  /** Takes the exemplar of a sample that was taken; summaries have none. */
  void addExemplar(int line, int sample, Sample source) {
    int point = state.lines.point(line);
    if (state.families.get(state.points.family(point)).shape != Shape.SUMMARY) {
      exemplars.add(point, source, samples.time(sample));
    }
  }

  /** Takes when the point of a line started. */
  void startOf(int line, long millis) {
    start(state.lines.point(line), millis);
  }
}
