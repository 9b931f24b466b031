package dev.millrace.extensions.filestorage.log;

import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;

/** The segments of a log by their first number. Any thread; the writer alone changes it. */
final class Segments {
  private final ConcurrentSkipListMap<Long, Segment> byFirst = new ConcurrentSkipListMap<>();

  void add(Segment segment) {
    byFirst.put(segment.first, segment);
  }

  void remove(Segment segment) {
    byFirst.remove(segment.first, segment);
  }

  Collection<Segment> all() {
    return byFirst.values();
  }

  /** The segment that a record lies in, null when there is none any more. */
  @Nullable Segment of(long number) {
    Map.Entry<Long, Segment> floor = byFirst.floorEntry(number);
    return floor != null && number < floor.getValue().end ? floor.getValue() : null;
  }

  /** The segment that has the first record at or behind a number, null when there is none. */
  @Nullable Segment from(long number) {
    Segment holding = of(number);
    if (holding != null) {
      return holding;
    }
    for (Segment later : byFirst.tailMap(number, true).values()) {
      if (later.end > later.first) {
        return later;
      }
    }
    return null;
  }
}
