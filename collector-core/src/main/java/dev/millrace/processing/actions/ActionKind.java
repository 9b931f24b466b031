package dev.millrace.processing.actions;

import java.util.Locale;

/** What an action does. */
public enum ActionKind {
  INSERT,
  UPDATE,
  UPSERT,
  DELETE,
  HASH,
  EXTRACT,
  CONVERT;

  /** As in a configuration, where the case of the letters does not count. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  boolean sets() {
    return this == INSERT || this == UPDATE || this == UPSERT;
  }
}
