package dev.millrace.processing.match;

/**
 * Which severity numbers match.
 *
 * @param min the lowest
 * @param matchUndefined whether a log record matches that has none
 */
public record SeverityMatch(long min, boolean matchUndefined) {

  boolean matches(long number) {
    return number == 0 ? matchUndefined : number >= min;
  }
}
