package dev.millrace.processing.match;

import dev.millrace.data.view.ScopeView;
import org.jspecify.annotations.Nullable;

/**
 * Which instrumentation scope matches.
 *
 * @param version null for any
 */
public record LibraryMatch(TextSet name, @Nullable TextSet version) {

  boolean matches(ScopeView scope) {
    return name.matches(scope.name()) && (version == null || version.matches(scope.version()));
  }
}
