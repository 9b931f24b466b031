package dev.millrace.extensions.filestorage.log;

import dev.millrace.component.storage.BatchLog.Backlog;
import dev.millrace.extensions.filestorage.log.Disk.DiskFile;
import dev.millrace.extensions.filestorage.log.SegmentWalk.Damage;
import dev.millrace.extensions.filestorage.log.SegmentWalk.Found;
import dev.millrace.extensions.filestorage.log.SegmentWalk.Step;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/**
 * Finds out what an earlier process left in a log's directory. Reads the heads of all records and
 * no payload; cuts off a record that was not written to its end; deletes what is settled.
 *
 * <p>Nothing is appended to what is found: its numbers may have been settled and lost.
 */
final class Recovery {
  private static final int WINDOW_BYTES = 16 << 10;

  private final Path directory;
  private final Disk disk;
  private final Logger logger;
  private final Segments segments = new Segments();
  private long batches;
  private long items;
  private long bytes;
  private int nextIndex;
  private long nextNumber;
  private long totalItems;

  private Recovery(Path directory, LogSettings settings) {
    this.directory = directory;
    this.disk = settings.disk();
    this.logger = settings.logger();
  }

  /**
   * What was found.
   *
   * @param nextIndex of the next segment
   * @param totalItems in all records that ever were
   */
  record Recovered(
      Segments segments, Backlog backlog, int nextIndex, long nextNumber, long totalItems) {}

  /** Blocks. */
  static Recovered run(Path directory, LogSettings settings) throws IOException {
    Recovery recovery = new Recovery(directory, settings);
    List<Segment> found = recovery.load(settings.disk().list(directory));
    for (int i = 0; i < found.size(); i++) {
      recovery.scan(found.get(i), i + 1 < found.size() ? found.get(i + 1) : null);
    }
    return recovery.result();
  }

  private Recovered result() {
    long from = nextNumber;
    for (Segment segment : segments.all()) {
      from = Math.min(from, segment.first);
    }
    Backlog backlog = new Backlog(from, batches, items, bytes);
    return new Recovered(segments, backlog, nextIndex, nextNumber, totalItems);
  }

  private List<Segment> load(List<String> names) throws IOException {
    List<Segment> found = new ArrayList<>();
    List<SegmentHead> heads =
        names.stream()
            .map(Segment::parse)
            .filter(Objects::nonNull)
            .sorted(Comparator.comparingLong(SegmentHead::first))
            .toList();
    for (SegmentHead head : heads) {
      Segment segment = load(head);
      if (segment != null) {
        found.add(segment);
      }
    }
    List<String> kept = found.stream().map(s -> nameOf(s.settledFile.path())).toList();
    for (String name : names) {
      if (name.endsWith(SettledFile.SUFFIX) && !kept.contains(name)) {
        disk.delete(directory.resolve(name));
      }
    }
    return found;
  }

  private static String nameOf(Path path) {
    return String.valueOf(path.getFileName());
  }

  /** Null when the process ended while it made the segment. */
  private @Nullable Segment load(SegmentHead named) throws IOException {
    Path path = new Segment(directory, named, -1).path;
    ByteBuffer start = ByteBuffer.allocate(SegmentHead.BYTES);
    long size;
    try (DiskFile file = disk.read(path)) {
      size = file.size();
      int read = 0;
      while (read >= 0 && start.hasRemaining()) {
        read = file.read(start, start.position());
      }
    }
    if (size < SegmentHead.BYTES || start.hasRemaining()) {
      disk.delete(path);
      return null;
    }
    SegmentHead head = SegmentHead.decode(start.array(), path);
    if (head == null) {
      logger.warn("the first bytes of {} are damaged; its records are checked one by one", path);
    }
    Segment segment = new Segment(directory, named, head == null ? -1 : head.itemsBefore());
    segment.committed = size;
    segment.settledFile.load(disk, index -> segment.settle(segment.first + index));
    return segment;
  }

  /**
   * @param after the next segment that is there, which need not be the one that was begun next
   */
  private void scan(Segment segment, @Nullable Segment after) throws IOException {
    boolean isComplete = after != null && after.index == segment.index + 1;
    if (after != null && isComplete) {
      segment.endItems = after.itemsBefore;
      segment.end = after.first;
    }
    try (SegmentFile file = new SegmentFile(disk.read(segment.path), segment.salt, WINDOW_BYTES)) {
      SegmentWalk walk = new SegmentWalk(segment, file);
      walk(segment, walk);
      if (!isComplete) {
        finish(segment, file, walk);
        walk(segment, walk);
      }
      totalItems = Math.max(totalItems, walk.items());
    } catch (EOFException e) {
      throw new IOException("%s became shorter while it was read".formatted(segment.path), e);
    }
    nextNumber = segment.end;
    nextIndex = segment.index + 1;
    if (segment.isAllSettled()) {
      disk.delete(segment.path);
      disk.delete(segment.settledFile.path());
    } else {
      segments.add(segment);
    }
  }

  private void walk(Segment segment, SegmentWalk walk) throws IOException {
    for (Step step = walk.next(); step != null; step = walk.next()) {
      if (step instanceof Found found) {
        if (!segment.isSettled(found.head().number())) {
          batches++;
          items += found.head().items();
          bytes += found.head().payloadBytes();
        }
      } else if (step instanceof Damage damage) {
        long count = segment.unsettled(damage.from(), damage.to());
        batches += count;
        items += LogReader.lostItems(damage, count);
      }
    }
  }

  /** Finds the end of a segment that none follows: nothing tells it but its records. */
  private void finish(Segment segment, SegmentFile file, SegmentWalk walk) throws IOException {
    long tail = segment.committed - walk.offset();
    boolean isTorn =
        tail < RecordHead.BYTES
            || file.head(walk.offset(), segment.committed) != null
            || file.isBlank(walk.offset(), segment.committed);
    if (tail > 0 && isTorn) {
      logger.info(
          "{}: the last record was not written to its end; cutting {} bytes off",
          segment.path,
          tail);
      try (DiskFile cut = disk.write(segment.path)) {
        cut.truncate(walk.offset());
      }
      segment.committed = walk.offset();
    }
    long end = walk.number() + (isTorn ? 0 : 1);
    segment.endItems = -1;
    segment.end = Math.max(end, segment.settledEnd());
  }
}
