package dev.millrace.extensions.filestorage.log;

import java.time.Clock;
import java.util.concurrent.Executor;
import org.slf4j.Logger;

/**
 * What a log is opened with.
 *
 * @param executor threads that may block; a log keeps at most two of them busy
 * @param fsync whether an append waits until it survives a loss of power
 * @param maxBytes most on disk; 0 means no limit
 * @param segmentBytes size at which the next segment is begun
 * @param clock of the arrival times
 */
public record LogSettings(
    Disk disk,
    Executor executor,
    boolean fsync,
    long maxBytes,
    long segmentBytes,
    Clock clock,
    Logger logger) {

  /** What a user cannot set. */
  public static final long SEGMENT_BYTES = 32L << 20;
}
