package dev.millrace.prometheus.exposition;

import dev.millrace.data.wire.ProtoReader;

/** Reads {@code google.protobuf.Timestamp}. */
final class Timestamps {
  private static final int SECONDS = 1;
  private static final int NANOS = 2;
  private static final long MILLIS_PER_SECOND = 1000;
  private static final int NANOS_PER_MILLI = 1_000_000;

  private Timestamps() {}

  /** Unix milliseconds. */
  static long millis(ProtoReader message) {
    long seconds = 0;
    int nanos = 0;
    while (message.next()) {
      switch (message.field()) {
        case SECONDS -> seconds = message.asLong();
        case NANOS -> nanos = message.asInt();
        default -> {
          // There are no others.
        }
      }
    }
    return seconds * MILLIS_PER_SECOND + nanos / NANOS_PER_MILLI;
  }
}
