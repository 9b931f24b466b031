package dev.millrace.processing.actions;

import java.util.Locale;

/** What {@code convert} converts to. */
public enum ValueType {
  INT,
  DOUBLE,
  STRING;

  /** As in a configuration. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
