package dev.millrace.processing.match;

import dev.millrace.config.ConfigNode.ScalarNode;
import dev.millrace.config.ConfigReader;
import dev.millrace.data.Signal;
import dev.millrace.data.rewrite.AttributesVisitor;
import org.jspecify.annotations.Nullable;

/**
 * What items must match to be worked on.
 *
 * @param include what they must match; null for anything
 * @param exclude what they must not match; null for nothing
 */
public record MatchConfig(@Nullable MatchProperties include, @Nullable MatchProperties exclude) {

  /** Everything is worked on. */
  public static final MatchConfig ALL = new MatchConfig(null, null);

  /** Reads {@code include} and {@code exclude}. */
  public static MatchConfig read(ConfigReader in) {
    return new MatchConfig(properties(in, "include"), properties(in, "exclude"));
  }

  private static @Nullable MatchProperties properties(ConfigReader in, String key) {
    boolean isNothing =
        !in.has(key) || (in.raw(key) instanceof ScalarNode scalar && scalar.isNull());
    return isNothing ? null : new PropertiesReader(in.map(key)).read();
  }

  /** Why this cannot be used for that signal, null when it can: a sentence with the place. */
  public @Nullable String problemFor(Signal signal) {
    String problem = include == null ? null : include.problemFor(signal);
    return problem == null && exclude != null ? exclude.problemFor(signal) : problem;
  }

  /** Lets {@code visitor} come by what matches only. For one thread, as the visitor. */
  public AttributesVisitor guard(Signal signal, AttributesVisitor visitor) {
    if (include == null && exclude == null) {
      return visitor;
    }
    return signal == Signal.METRICS
        ? new MetricGuard(include, exclude, visitor)
        : new ItemGuard(signal, include, exclude, visitor);
  }
}
