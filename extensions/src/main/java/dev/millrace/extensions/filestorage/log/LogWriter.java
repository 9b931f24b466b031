package dev.millrace.extensions.filestorage.log;

import dev.millrace.component.PermanentException;
import dev.millrace.component.RetryableException;
import dev.millrace.extensions.filestorage.log.Recovery.Recovered;
import dev.millrace.telemetry.logs.LogThrottle;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * Appends records, notes what is settled, deletes segments that are not needed any more.
 *
 * <p>Not thread-safe; blocks. Appends that come together are written, and with {@code fsync}
 * forced, together. One that fails leaves nothing behind: what is behind the last committed record
 * is cut off, or the segment is left as it is and the next one begun.
 */
final class LogWriter {
  /** A segment below this is not given up for being settled: it would be made again at once. */
  private static final long REUSED_BYTES = 1L << 20;

  private static final Duration WINDOW = Duration.ofSeconds(10);

  private final java.nio.file.Path directory;
  private final LogSettings settings;
  private final Segments segments;
  private final LogThrottle throttle = new LogThrottle(WINDOW);
  private @Nullable OpenSegment active;
  private int nextIndex;
  private long nextNumber;
  private long totalItems;

  /** In records that were put and not committed. */
  private long stagedItems;

  LogWriter(java.nio.file.Path directory, LogSettings settings, Recovered recovered) {
    this.directory = directory;
    this.settings = settings;
    this.segments = recovered.segments();
    this.nextIndex = recovered.nextIndex();
    this.nextNumber = recovered.nextNumber();
    this.totalItems = recovered.totalItems();
  }

  /** Appends a group and completes each. */
  void append(List<Append> group) {
    List<Append> staged = new ArrayList<>();
    try {
      for (Append append : group) {
        if (fits(append)) {
          OpenSegment open = segmentFor(append, staged);
          open.put(append, nextNumber + staged.size(), totalItems + stagedItems);
          staged.add(append);
          stagedItems += append.batch().itemCount();
        }
      }
      commit(staged);
    } catch (IOException e) {
      rollBack();
      warn("appends", "Writing to the disk failed; the data is refused", e);
      RetryableException failure =
          new RetryableException("the storage cannot write: " + e.getMessage(), null, e);
      group.forEach(append -> append.done().completeExceptionally(failure));
    }
  }

  /** Whether the directory may become so large. */
  private boolean fits(Append append) {
    long max = settings.maxBytes();
    if (max == 0) {
      return true;
    }
    if (SegmentHead.BYTES + append.length() > max) {
      append
          .done()
          .completeExceptionally(
              new PermanentException(
                  "a batch of %d bytes never fits into a storage of %d; raise max_size"
                      .formatted(append.length(), max),
                  "too_large",
                  null));
      return false;
    }
    boolean fits = bytesOnDisk() + SegmentHead.BYTES + append.length() <= max;
    if (!fits) {
      IOException full = new IOException("max_size of %d bytes is reached".formatted(max));
      append
          .done()
          .completeExceptionally(
              new RetryableException("the storage is full: " + full.getMessage(), null, full));
    }
    return fits;
  }

  private long bytesOnDisk() {
    OpenSegment open = active;
    long bytes = open == null ? 0 : open.position() - open.segment().committed;
    for (Segment segment : segments.all()) {
      bytes += segment.committed + segment.settledFile.size();
    }
    return bytes;
  }

  private OpenSegment segmentFor(Append append, List<Append> staged) throws IOException {
    OpenSegment open = active;
    if (open != null
        && open.position() > SegmentHead.BYTES
        && open.position() + append.length() > settings.segmentBytes()) {
      commit(staged);
      seal();
      open = null;
    }
    if (open == null) {
      SegmentHead head =
          new SegmentHead(
              nextIndex++, nextNumber, totalItems, ThreadLocalRandom.current().nextLong());
      open = OpenSegment.create(directory, settings, head);
      segments.add(open.segment());
      active = open;
    }
    return open;
  }

  /** What is staged becomes part of the log. */
  private void commit(List<Append> staged) throws IOException {
    OpenSegment open = active;
    if (open == null || staged.isEmpty()) {
      return;
    }
    open.commit(nextNumber + staged.size(), totalItems + stagedItems);
    totalItems += stagedItems;
    stagedItems = 0;
    long number = nextNumber;
    nextNumber += staged.size();
    for (Append append : staged) {
      append.done().complete(number++);
    }
    staged.clear();
  }

  private void rollBack() {
    stagedItems = 0;
    OpenSegment open = active;
    if (open == null) {
      return;
    }
    if (!open.rollBack()) {
      seal();
    }
  }

  /** Nothing is appended to the segment any more. */
  private void seal() {
    OpenSegment open = active;
    active = null;
    if (open == null) {
      return;
    }
    try {
      open.close();
    } catch (IOException e) {
      warn("close", "A file of the storage could not be closed", e);
    }
    if (open.segment().isAllSettled()) {
      delete(open.segment());
    }
  }

  /** Notes what is settled, and gives back the space of what is not needed any more. */
  void settle(long[] numbers) {
    Set<Segment> touched = new HashSet<>();
    for (long number : numbers) {
      Segment segment = segments.of(number);
      if (segment != null && segment.settle(number)) {
        segment.settledFile.add(Math.toIntExact(number - segment.first));
        touched.add(segment);
      }
    }
    touched.forEach(this::settled);
  }

  private void settled(Segment segment) {
    OpenSegment open = active;
    boolean isActive = open != null && open.segment() == segment;
    if (segment.isAllSettled() && (!isActive || segment.committed >= REUSED_BYTES)) {
      if (isActive) {
        seal();
      } else {
        delete(segment);
      }
      return;
    }
    try {
      segment.settledFile.flush(settings.disk());
    } catch (IOException e) {
      warn(
          "settled", "What was sent cannot be noted on disk; a restart now would send it again", e);
    }
  }

  private void delete(Segment segment) {
    segments.remove(segment);
    try {
      segment.settledFile.close();
      settings.disk().delete(segment.path);
      settings.disk().delete(segment.settledFile.path());
    } catch (IOException e) {
      warn("delete", "A file of the storage that is not needed any more could not be deleted", e);
    }
  }

  /** Closes all files. */
  void close() {
    seal();
    for (Segment segment : segments.all()) {
      try {
        segment.settledFile.flush(settings.disk());
        segment.settledFile.close();
      } catch (IOException e) {
        warn("close", "A file of the storage could not be closed", e);
      }
    }
  }

  private void warn(String key, String message, IOException failure) {
    throttle.run(
        key,
        leftOut ->
            settings
                .logger()
                .atWarn()
                .addKeyValue("directory", directory)
                .addKeyValue("error", failure.toString())
                .addKeyValue("left_out", leftOut)
                .log(message));
  }
}
