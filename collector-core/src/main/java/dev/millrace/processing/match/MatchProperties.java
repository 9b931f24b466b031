package dev.millrace.processing.match;

import dev.millrace.data.Signal;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Properties that an item must have, all of them. A set of texts is null where any will do.
 *
 * @param place where the block stands, with its path: the beginning of a sentence
 * @param isStrict whether texts must be equal, else they are regular expressions
 * @param services of the attribute {@code service.name} of the resource
 * @param spanNames of spans
 * @param spanKinds of spans, as {@code SPAN_KIND_SERVER}
 * @param logBodies of log records
 * @param logSeverityTexts of log records
 * @param logSeverityNumber of log records
 * @param metricNames of metrics
 * @param attributes of the item, all of them
 * @param resources attributes of the resource, all of them
 * @param libraries the scope, all of them
 */
public record MatchProperties(
    String place,
    boolean isStrict,
    @Nullable TextSet services,
    @Nullable TextSet spanNames,
    @Nullable TextSet spanKinds,
    @Nullable TextSet logBodies,
    @Nullable TextSet logSeverityTexts,
    @Nullable SeverityMatch logSeverityNumber,
    @Nullable TextSet metricNames,
    List<AttributeMatch> attributes,
    List<AttributeMatch> resources,
    List<LibraryMatch> libraries) {

  @Nullable String problemFor(Signal signal) {
    String problem =
        switch (signal) {
          case TRACES -> problemForSpans();
          case LOGS -> problemForLogs();
          case METRICS -> problemForMetrics();
          case PROFILES -> "profiles cannot be matched";
        };
    return problem == null ? null : place + ": " + problem;
  }

  private @Nullable String problemForSpans() {
    String foreign =
        logBodies != null
            ? "log_bodies"
            : logSeverityTexts != null
                ? "log_severity_texts"
                : logSeverityNumber != null
                    ? "log_severity_number"
                    : metricNames != null ? "metric_names" : null;
    if (foreign != null) {
      return foreign + " should not be specified for trace spans";
    }
    if (isAnySet(services, spanNames, spanKinds) || hasLists()) {
      return isStrict && spanKinds != null ? SpanKinds.problem(spanKinds) : null;
    }
    return "at least one of \"services\", \"span_names\", \"span_kinds\", \"attributes\","
        + " \"libraries\" or \"resources\" must be specified for trace spans";
  }

  private @Nullable String problemForLogs() {
    if (isAnySet(services, spanNames, spanKinds, metricNames)) {
      return "services, span_names, span_kinds and metric_names are not valid for log records";
    }
    return isAnySet(logBodies, logSeverityTexts, logSeverityNumber) || hasLists()
        ? null
        : "at least one of \"attributes\", \"libraries\", \"resources\", \"log_bodies\","
            + " \"log_severity_texts\" or \"log_severity_number\" must be specified for log records";
  }

  private @Nullable String problemForMetrics() {
    if (isAnySet(services, spanNames, spanKinds, logBodies, logSeverityTexts, logSeverityNumber)
        || !attributes.isEmpty()
        || !libraries.isEmpty()) {
      return "\"span_names\", \"span_kinds\", \"log_bodies\", \"log_severity_texts\","
          + " \"log_severity_number\", \"services\", \"attributes\" and \"libraries\" are not valid"
          + " for metrics";
    }
    return metricNames != null || !resources.isEmpty()
        ? null
        : "at least one of \"metric_names\" or \"resources\" must be specified for metrics";
  }

  /** Whether they look at spans or log records themselves, not just at what these are under. */
  boolean isOfItems() {
    return !attributes.isEmpty()
        || isAnySet(spanNames, spanKinds, logBodies, logSeverityTexts, logSeverityNumber);
  }

  private boolean hasLists() {
    return !attributes.isEmpty() || !resources.isEmpty() || !libraries.isEmpty();
  }

  private static boolean isAnySet(@Nullable Object... properties) {
    return Stream.of(properties).anyMatch(each -> each != null);
  }
}
