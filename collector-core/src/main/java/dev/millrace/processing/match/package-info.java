/**
 * Which items a processor works on: the blocks {@code include} and {@code exclude} that several
 * processors have.
 *
 * <p>Read with {@link dev.millrace.processing.match.MatchConfig#read}, checked for the signal of
 * the pipeline with {@link dev.millrace.processing.match.MatchConfig#problemFor}, put around a
 * visitor with {@link dev.millrace.processing.match.MatchConfig#guard}.
 */
@NullMarked
package dev.millrace.processing.match;

import org.jspecify.annotations.NullMarked;
