/**
 * Actions on attributes, as the processors {@code attributes} and {@code resource} have them:
 * {@code insert}, {@code update}, {@code upsert}, {@code delete}, {@code hash}, {@code extract},
 * {@code convert}.
 *
 * <p>A processor reads them with {@link dev.millrace.processing.actions.ActionConfig#readAll},
 * compiles them once into {@link dev.millrace.processing.actions.AttributeActions}, and begins a
 * run for each batch.
 */
@NullMarked
package dev.millrace.processing.actions;

import org.jspecify.annotations.NullMarked;
