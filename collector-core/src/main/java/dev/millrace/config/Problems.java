package dev.millrace.config;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Gathers everything that is wrong with a configuration, and which of its values are secrets. Not
 * thread-safe.
 */
public final class Problems {
  private static final Comparator<Problem> BY_PLACE =
      Comparator.comparingInt((Problem problem) -> problem.position() == null ? 1 : 0)
          .thenComparing(p -> p.position() == null ? "" : p.position().source())
          .thenComparingInt(p -> p.position() == null ? 0 : p.position().line())
          .thenComparingInt(p -> p.position() == null ? 0 : p.position().column())
          .thenComparing(Problem::path)
          .thenComparing(Problem::message);

  private final List<Problem> errors = new ArrayList<>();
  private final List<Problem> warnings = new ArrayList<>();
  private final Set<String> secretPaths = new TreeSet<>();

  public void error(Problem problem) {
    errors.add(problem);
  }

  /** Something to say that does not stop the collector. */
  public void warning(Problem problem) {
    warnings.add(problem);
  }

  public boolean isEmpty() {
    return errors.isEmpty();
  }

  /** By place, each once. */
  public List<Problem> errors() {
    return errors.stream().distinct().sorted(BY_PLACE).toList();
  }

  /** By place, each once. */
  public List<Problem> warnings() {
    return warnings.stream().distinct().sorted(BY_PLACE).toList();
  }

  /** Notes that the value at a path was read as a secret: it must not be shown. */
  public void secret(String path) {
    secretPaths.add(path);
  }

  /** The paths of all secrets that were read, {@code ::} between keys; all below one is secret. */
  public Set<String> secretPaths() {
    return Set.copyOf(secretPaths);
  }
}
