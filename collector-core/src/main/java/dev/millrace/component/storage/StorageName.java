package dev.millrace.component.storage;

import dev.millrace.component.ComponentId;
import dev.millrace.component.Kind;

/**
 * Whose data it is; no two owners share one.
 *
 * @param part what tells several storages of one component apart, such as the signal; may be empty
 */
public record StorageName(Kind kind, ComponentId id, String part) {

  /** {@code exporter otlp_grpc/backup traces}. */
  @Override
  public String toString() {
    String name = kind.text() + " " + id;
    return part.isEmpty() ? name : name + " " + part;
  }
}
