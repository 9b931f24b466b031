package dev.millrace.extensions.filestorage.log;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Goes through the records of a segment in order, over what is damaged to the next record that is
 * intact. What the end of the file cuts off is not there.
 *
 * <p>Not thread-safe.
 */
final class SegmentWalk {

  /** What the walk comes by. */
  sealed interface Step permits Found, Damage {}

  /** An intact head. */
  record Found(RecordHead head, long offset) implements Step {}

  /**
   * Records whose heads are not intact.
   *
   * @param from number of the first of them
   * @param to one past that of the last
   * @param items in them, -1 when nobody knows
   * @param offset where the damage begins
   */
  record Damage(long from, long to, long items, long offset) implements Step {}

  private final Segment segment;
  private final SegmentFile file;
  private long offset = SegmentHead.BYTES;
  private long number;
  private long items;

  SegmentWalk(Segment segment, SegmentFile file) {
    this.segment = segment;
    this.file = file;
    this.number = segment.first;
    this.items = segment.itemsBefore;
  }

  /** The number of the next record, if there is one. */
  long number() {
    return number;
  }

  /** Behind the last record, or the damage, that it came by. */
  long offset() {
    return offset;
  }

  /** Items up to there; -1 when nobody knows. */
  long items() {
    return items;
  }

  /**
   * Goes on within what is committed; null at its end. Where the segment is complete, records that
   * are missing at its end are a damage too.
   */
  @Nullable Step next() throws IOException {
    long end = segment.end; // before what is committed: the writer sets it after that
    long committed = segment.committed;
    long start = offset;
    long at = offset;
    while (at >= 0 && at + RecordHead.BYTES <= committed) {
      RecordHead head = file.head(at, committed);
      if (head != null && head.version() > SegmentHead.VERSION) {
        throw new NewerVersionException(segment.path, head.version(), SegmentHead.VERSION);
      }
      if (head != null && head.number() >= number) {
        if (at + head.length() > committed) {
          break; // cut off
        }
        offset = at;
        return head.number() == number
            ? found(head)
            : skip(head.number(), head.itemsBefore(), start);
      }
      at = file.find(at + 1, committed);
    }
    if (number >= end) {
      return null;
    }
    offset = committed;
    return skip(end, segment.endItems, start);
  }

  private Found found(RecordHead head) {
    Found found = new Found(head, offset);
    offset += head.length();
    number++;
    items = head.itemsBefore() + head.items();
    return found;
  }

  private Damage skip(long to, long itemsBeforeTo, long start) {
    boolean isKnown = items >= 0 && itemsBeforeTo >= items;
    Damage damage = new Damage(number, to, isKnown ? itemsBeforeTo - items : -1, start);
    number = to;
    items = itemsBeforeTo;
    return damage;
  }
}
