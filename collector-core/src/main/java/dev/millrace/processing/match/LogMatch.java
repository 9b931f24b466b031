package dev.millrace.processing.match;

import dev.millrace.data.rewrite.AttributeTable;
import dev.millrace.data.view.logs.LogRecordView;

/** The body and the severity of a log record. For one thread. */
final class LogMatch implements ItemMatch {
  private final MatchProperties properties;
  private final LogRecordView log = new LogRecordView();

  private LogMatch(MatchProperties properties) {
    this.properties = properties;
  }

  static ItemMatch of(MatchProperties properties) {
    boolean isAny =
        properties.logBodies() == null
            && properties.logSeverityTexts() == null
            && properties.logSeverityNumber() == null;
    return isAny ? ANY : new LogMatch(properties);
  }

  @Override
  public boolean matches(AttributeTable item) {
    log.point(item.array(), item.from(), item.end());
    TextSet bodies = properties.logBodies();
    TextSet severities = properties.logSeverityTexts();
    SeverityMatch severity = properties.logSeverityNumber();
    return (severity == null || severity.matches(log.severityNumber()))
        && (severities == null || severities.matches(log.severityText()))
        && (bodies == null || bodies.matches(log.body().asString()));
  }
}
