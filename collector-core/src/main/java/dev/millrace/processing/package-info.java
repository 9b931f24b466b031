/**
 * What processors share, as {@link dev.millrace.export} is what exporters share: attribute actions
 * and the matching of items.
 */
@NullMarked
package dev.millrace.processing;

import org.jspecify.annotations.NullMarked;
