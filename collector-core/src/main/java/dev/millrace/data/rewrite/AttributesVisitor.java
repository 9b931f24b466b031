package dev.millrace.data.rewrite;

/**
 * Changes attributes that a {@link BatchRewrite} comes by, and says where it need not look.
 *
 * <p>Ranges are of encoded messages that passed the walk; nothing of them is to be kept.
 */
public interface AttributesVisitor {

  /**
   * Whether anything under a resource may change.
   *
   * @param array holds a {@code ResourceSpans}, {@code ResourceMetrics} or {@code ResourceLogs}
   */
  default boolean enterResource(byte[] array, int from, int end) {
    return true;
  }

  /**
   * Whether anything under a scope may change.
   *
   * @param array holds a {@code ScopeSpans}, {@code ScopeMetrics} or {@code ScopeLogs}
   */
  default boolean enterScope(byte[] array, int from, int end) {
    return true;
  }

  /** Whether any point of that metric may change. */
  default boolean enterMetric(byte[] array, int from, int end) {
    return true;
  }

  /** Changes the attributes of a span, data point, log record or resource. */
  void visit(AttributeTable attributes);
}
