/** The {@code bearertokenauth} extension: fixed tokens, asked for or sent. */
@NullMarked
package dev.millrace.extensions.bearertokenauth;

import org.jspecify.annotations.NullMarked;
