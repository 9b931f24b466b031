package dev.millrace.processing.match;

import dev.millrace.data.Signal;
import dev.millrace.data.rewrite.AttributeTable;
import org.jspecify.annotations.Nullable;

/** What some properties say of a span or log record itself. For one thread. */
interface ItemMatch {
  /** All match. */
  ItemMatch ANY = item -> true;

  boolean matches(AttributeTable item);

  static ItemMatch of(Signal signal, @Nullable MatchProperties properties) {
    if (properties == null) {
      return ANY;
    }
    ItemMatch fields = signal == Signal.TRACES ? SpanMatch.of(properties) : LogMatch.of(properties);
    if (properties.attributes().isEmpty()) {
      return fields;
    }
    return item -> fields.matches(item) && AttributeMatch.all(properties.attributes(), item);
  }
}
