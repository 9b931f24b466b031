/** The {@code memory_limiter} extension. */
@NullMarked
package dev.millrace.extensions.memorylimiter;

import org.jspecify.annotations.NullMarked;
