package dev.millrace.prometheus.scrape;

/** What a line of a page does. Numbers and not an enum, for they are kept per line. */
final class Role {

  /** HELP, TYPE, UNIT or a comment; the detail is the number of a {@link MetaLine}. */
  static final int META = 0;

  /** A sample that relabelling drops. */
  static final int DROPPED = 1;

  /** A sample that is a point. */
  static final int NUMBER = 2;

  /** A bucket of a histogram; the detail is the number of its boundary. */
  static final int BUCKET = 3;

  /** A quantile of a summary; the detail is the number of the quantile. */
  static final int QUANTILE = 4;

  static final int SUM = 5;

  static final int COUNT = 6;

  /** A sample that tells when its point started, in seconds. */
  static final int START = 7;

  /** A line of OpenMetrics that tells when samples before it started; no sample itself. */
  static final int CREATED = 8;

  /** {@code target_info} or {@code otel_scope_info}; the detail is the number of an info. */
  static final int INFO = 9;

  /** A sample that no point has room for. */
  static final int MISFIT = 10;

  /** A native histogram; the value is the number of its message in the scratch memory. */
  static final int NATIVE = 11;

  private Role() {}
}
