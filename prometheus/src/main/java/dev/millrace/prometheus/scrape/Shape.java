package dev.millrace.prometheus.scrape;

import dev.millrace.prometheus.exposition.MetricType;

/** The OTLP form of a metric: field numbers of the metric's data and of its points' attributes. */
enum Shape {
  GAUGE(5, 7, "", false),
  /** A monotonic sum. */
  COUNTER(7, 7, "", true),
  /** A sum that may fall. */
  SUM(7, 7, "", true),
  HISTOGRAM(9, 9, "le", true),
  EXPONENTIAL_HISTOGRAM(10, 1, "le", true),
  SUMMARY(11, 7, "quantile", true);

  /** Field of the metric. */
  final int field;

  /** Field of the attributes in a point. */
  final int attributesField;

  /** The label that tells the parts of a point apart; empty when a point has one part. */
  final String partLabel;

  /** Whether points have a start. */
  final boolean cumulative;

  Shape(int field, int attributesField, String partLabel, boolean cumulative) {
    this.field = field;
    this.attributesField = attributesField;
    this.partLabel = partLabel;
    this.cumulative = cumulative;
  }

  static Shape of(MetricType type) {
    return switch (type) {
      case UNKNOWN, GAUGE, GAUGE_HISTOGRAM -> GAUGE;
      case COUNTER -> COUNTER;
      case INFO, STATE_SET -> SUM;
      case HISTOGRAM -> HISTOGRAM;
      case SUMMARY -> SUMMARY;
    };
  }
}
