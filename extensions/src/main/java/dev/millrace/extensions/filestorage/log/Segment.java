package dev.millrace.extensions.filestorage.log;

import java.nio.file.Path;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/**
 * One file of a log, and which of its records are settled.
 *
 * <p>Threading: {@code committed} and {@code end} are written by the log's writer and read by its
 * reader; the rest is guarded by this object.
 */
final class Segment {
  private static final String SUFFIX = ".log";

  /** Which of the log's segments it is. */
  final int index;

  final long first;
  final long salt;

  /** Items in all records before this segment; -1 when the head of the file is damaged. */
  final long itemsBefore;

  final Path path;
  final SettledFile settledFile;

  /** Bytes that are records for good. */
  volatile long committed;

  /** One past the number of the last record. */
  volatile long end;

  /** Items in all records up to its end; -1 when nobody knows. */
  volatile long endItems;

  private final BitSet settled = new BitSet();

  /**
   * @param itemsBefore -1 when it is not known
   */
  Segment(Path directory, SegmentHead head, long itemsBefore) {
    this.index = head.index();
    this.first = head.first();
    this.salt = head.salt();
    this.itemsBefore = itemsBefore;
    this.end = first;
    this.endItems = itemsBefore;
    this.path = directory.resolve("%020d-%010d-%016x%s".formatted(first, index, salt, SUFFIX));
    this.settledFile = new SettledFile(path.resolveSibling(baseName() + SettledFile.SUFFIX), salt);
  }

  private String baseName() {
    String name = String.valueOf(path.getFileName());
    return name.substring(0, name.length() - SUFFIX.length());
  }

  /** What the name of a segment's file says; null when it is no such name. */
  static @Nullable SegmentHead parse(String name) {
    String[] parts = name.endsWith(SUFFIX) ? name.split("[-.]", -1) : new String[0];
    if (parts.length != 4) {
      return null;
    }
    try {
      return new SegmentHead(
          Integer.parseInt(parts[1]),
          Long.parseLong(parts[0]),
          -1,
          Long.parseUnsignedLong(parts[2], 16));
    } catch (NumberFormatException e) {
      return null; // somebody else's file
    }
  }

  /** Answers whether it was not settled before. */
  synchronized boolean settle(long number) {
    int index = Math.toIntExact(number - first);
    boolean isNew = !settled.get(index);
    settled.set(index);
    return isNew;
  }

  synchronized boolean isSettled(long number) {
    return settled.get(Math.toIntExact(number - first));
  }

  /** How many of the records from one number to before another are not settled. */
  synchronized long unsettled(long from, long to) {
    int low = Math.toIntExact(from - first);
    int high = Math.toIntExact(to - first);
    return (long) high - low - settled.get(low, high).cardinality();
  }

  boolean isAllSettled() {
    return unsettled(first, end) == 0;
  }

  /** One past the highest number that was ever settled. */
  synchronized long settledEnd() {
    return first + settled.length();
  }
}
