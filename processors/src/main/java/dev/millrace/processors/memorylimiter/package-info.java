/** The {@code memory_limiter} processor: refuses while the heap is too full. */
@NullMarked
package dev.millrace.processors.memorylimiter;

import org.jspecify.annotations.NullMarked;
