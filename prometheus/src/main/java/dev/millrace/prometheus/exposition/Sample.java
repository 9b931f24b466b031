package dev.millrace.prometheus.exposition;

/** A sample as a page gives it: a name, labels, and an exemplar where it has one. */
public interface Sample {

  /** The metric name, without quotes and escapes. */
  String metricName();

  /** Labels, without the metric name. */
  int labelCount();

  /** The name of a label. */
  String labelName(int label);

  /** The value of a label; {@code le} and {@code quantile} of their types are written anew. */
  String labelValue(int label);

  /** Whether the names are UTF-8; values always are. */
  boolean hasValidNames();

  /** The value of the exemplar. */
  double exemplarValue();

  /** Whether the exemplar has a time of its own. */
  boolean hasExemplarTimestamp();

  /** The exemplar's time. */
  long exemplarTimestampMillis();

  /** Labels of the exemplar. */
  int exemplarLabelCount();

  /** The name of an exemplar's label, as it stands. */
  String exemplarLabelName(int label);

  /** The value of an exemplar's label, as it stands. */
  String exemplarLabelValue(int label);
}
