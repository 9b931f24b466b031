package dev.millrace.prometheus.scrape;

import dev.millrace.data.wire.ProtoWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Copies what a target's last page held, in the order of the page, and drops the rest: lines and
 * points that have gone, and the metrics, boundaries and metadata that only those had.
 */
final class Compaction {
  private static final int SPARE = 64;

  private final TargetState old;
  private final Lines lines = new Lines();
  private final Points points = new Points();
  private final Boundaries boundaries = new Boundaries();
  private final List<MetaLine> metaLines = new ArrayList<>();
  private final Infos infos = new Infos();
  private final List<Family> families = new ArrayList<>();
  private final ProtoWriter key = new ProtoWriter();
  private final int[] newLines;
  private final int[] newPoints;
  private final int[] newFamilies;

  private Compaction(TargetState old) {
    this.old = old;
    this.newLines = none(old.lines.count());
    this.newPoints = none(old.points.count());
    this.newFamilies = none(old.families.count());
  }

  private static int[] none(int size) {
    int[] numbers = new int[size];
    Arrays.fill(numbers, -1);
    return numbers;
  }

  /** Compacts where more than a quarter would go. */
  static void afterGoodPage(TargetState state, int linesSeen, int pointsSent) {
    int points = Math.max(pointsSent, state.compactPoints);
    boolean fewLines = state.lines.count() > linesSeen + linesSeen / 4 + SPARE;
    boolean fewPoints = state.points.count() > points + points / 4 + SPARE;
    boolean manyLayouts = state.boundaries.layoutCount() > points + 16 * SPARE;
    if (fewLines || fewPoints || manyLayouts) {
      new Compaction(state).run();
    }
    state.lines.trim();
    state.points.trim();
  }

  /** Compacts where bad pages have left too many lines that no good one had. */
  static void afterBadPage(TargetState state) {
    if (state.lines.count() > 2 * state.lastGoodLines + 1000) {
      new Compaction(state).run();
    }
  }

  private void run() {
    copyLines();
    for (int point = 0; point < newPoints.length; point++) {
      if (old.isKnown(point)) {
        copyPoint(point);
      }
    }
    old.lines = lines;
    old.points = points;
    old.boundaries = boundaries;
    old.metaLines = metaLines;
    old.infos = infos;
    old.families.keep(families);
    old.compactPoints = points.count();
  }

  private void copyLines() {
    int first = old.firstLine;
    old.firstLine = -1;
    int last = -1;
    // What has gone still leads to what came behind it then, at worst in a circle.
    for (int line = first;
        line >= 0 && newLines[line] < 0 && isSeen(line);
        line = old.lines.next(line)) {
      int copy = copyLine(line);
      if (last < 0) {
        old.firstLine = copy;
      } else {
        lines.next(last, copy);
      }
      last = copy;
    }
    for (int line = 0; line < newLines.length; line++) {
      if (newLines[line] < 0 && isSeen(line)) {
        copyLine(line);
      }
    }
  }

  private boolean isSeen(int line) {
    return old.lines.seen(line) == old.scrape;
  }

  private int copyLine(int line) {
    int copy = lines.copy(old.lines, line);
    newLines[line] = copy;
    int detail = old.lines.detail(line);
    switch (old.lines.role(line)) {
      case Role.META -> {
        lines.detail(copy, metaLines.size());
        metaLines.add(old.metaLines.get(detail));
      }
      case Role.BUCKET, Role.QUANTILE ->
          lines.detail(copy, boundaries.number(old.boundaries.value(detail)));
      case Role.INFO -> lines.detail(copy, infos.number(old.infos.get(detail)));
      default -> {
        // Their details are no numbers of something.
      }
    }
    int point = old.lines.point(line);
    if (point >= 0) {
      lines.point(copy, copyPoint(point));
    }
    return copy;
  }

  private int copyPoint(int point) {
    if (newPoints[point] >= 0) {
      return newPoints[point];
    }
    int copy = points.copy(old.points, point, family(old.points.family(point)), key);
    double[] layout = old.boundaries.layout(old.points.layout(point));
    points.emitted(copy, old.points.emitted(point), boundaries.layoutNumber(layout, layout.length));
    newPoints[point] = copy;
    return copy;
  }

  private int family(int number) {
    if (newFamilies[number] < 0) {
      newFamilies[number] = families.size();
      families.add(old.families.get(number));
    }
    return newFamilies[number];
  }
}
