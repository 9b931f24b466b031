package dev.millrace.export;

/** Why an exporter gave items up, other than by a permanent failure. */
enum DropReason {
  QUEUE_FULL,
  STORAGE,
  CORRUPT,
  BACKPRESSURE,
  RETRIES_EXHAUSTED,
  REJECTED_BY_BACKEND,
  SHUTDOWN
}
