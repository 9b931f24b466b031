package dev.millrace.extensions.filestorage.log;

import dev.millrace.component.storage.BatchLog.Chunk;
import dev.millrace.component.storage.BatchLog.Lost;
import dev.millrace.component.storage.BatchLog.Stored;
import dev.millrace.extensions.filestorage.log.SegmentWalk.Damage;
import dev.millrace.extensions.filestorage.log.SegmentWalk.Found;
import dev.millrace.extensions.filestorage.log.SegmentWalk.Step;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/**
 * Reads a log in order.
 *
 * <p>Not thread-safe; blocks. Keeps the segment open that it read last.
 */
final class LogReader {
  private static final int WINDOW_BYTES = 256 << 10;

  private final Segments segments;
  private final Disk disk;
  private final Logger logger;
  private final LongConsumer settle;
  private @Nullable Cursor cursor;

  /**
   * @param settle takes the numbers of what is lost
   */
  LogReader(Segments segments, Disk disk, Logger logger, LongConsumer settle) {
    this.segments = segments;
    this.disk = disk;
    this.logger = logger;
    this.settle = settle;
  }

  /** Items in a damage of so many records that are not settled: at least one each. */
  static long lostItems(Damage damage, long count) {
    return count == 0 ? 0 : Math.max(count, damage.items());
  }

  Chunk read(long from, long maxBytes) throws IOException {
    Pass pass = new Pass(from);
    try {
      Segment segment = segments.from(pass.next);
      while (segment != null && pass.bytes < maxBytes) {
        pass.next = Math.max(pass.next, segment.first);
        pass.step(at(segment, pass.next));
        segment = segments.from(pass.next);
      }
      return new Chunk(pass.batches, pass.lost, pass.next, segment != null);
    } catch (IOException e) {
      close();
      throw e;
    }
  }

  /** Stands at or before a number. */
  private Cursor at(Segment segment, long number) throws IOException {
    Cursor open = cursor;
    if (open != null && open.segment == segment && open.walk.number() <= number) {
      return open;
    }
    close();
    SegmentFile file = new SegmentFile(disk.read(segment.path), segment.salt, WINDOW_BYTES);
    open = new Cursor(segment, file, new SegmentWalk(segment, file));
    cursor = open;
    return open;
  }

  void close() throws IOException {
    Cursor open = cursor;
    cursor = null;
    if (open != null) {
      open.file.close();
    }
  }

  private record Cursor(Segment segment, SegmentFile file, SegmentWalk walk) {}

  /** One reading. */
  private final class Pass {
    private final long from;
    private final List<Stored> batches = new ArrayList<>();
    private final List<Lost> lost = new ArrayList<>();
    private long next;
    private long bytes;

    Pass(long from) {
      this.from = from;
      this.next = from;
    }

    void step(Cursor open) throws IOException {
      Step step = open.walk.next();
      if (step instanceof Found found) {
        found(open, found);
      } else if (step instanceof Damage damage) {
        damage(open.segment, damage);
      }
      next = Math.max(next, open.walk.number());
    }

    private void found(Cursor open, Found found) throws IOException {
      RecordHead head = found.head();
      if (head.number() < from || open.segment.isSettled(head.number())) {
        return;
      }
      byte[] description = new byte[head.descriptionBytes()];
      byte[] payload = new byte[head.payloadBytes()];
      long at = found.offset() + RecordHead.BYTES;
      open.file.read(at, description, open.segment.committed);
      open.file.read(at + description.length, payload, open.segment.committed);
      bytes += head.length();
      Description.Decoded decoded =
          Checksum.of(description, payload) == head.bodyCrc()
              ? Description.decode(head.signal(), description, payload)
              : null;
      if (decoded == null) {
        lose(open.segment, head.number(), head.number() + 1, found.offset());
        lost.add(new Lost(1, Math.max(1, head.items()), payload.length));
        return;
      }
      Instant arrival = instant(head.arrivalNanos());
      batches.add(new Stored(head.number(), decoded.batch(), decoded.context(), arrival));
    }

    private void damage(Segment segment, Damage damage) {
      long first = Math.max(from, damage.from());
      long count = first < damage.to() ? segment.unsettled(first, damage.to()) : 0;
      if (count > 0) {
        lost.add(new Lost(count, lostItems(damage, count), 0));
        lose(segment, first, damage.to(), damage.offset());
      }
    }

    private void lose(Segment segment, long first, long end, long offset) {
      Path path = segment.path;
      logger
          .atError()
          .addKeyValue("file", path)
          .addKeyValue("offset", offset)
          .addKeyValue("records", end - first)
          .log("A record on disk is corrupt: skipping it, its items are lost. Is the disk sound?");
      for (long number = first; number < end; number++) {
        settle.accept(number);
      }
    }
  }

  private static Instant instant(long unixNanos) {
    long second = TimeUnit.SECONDS.toNanos(1);
    return Instant.ofEpochSecond(unixNanos / second, unixNanos % second);
  }
}
