/** The memory limiter that the processor and the extension of that name share. */
@NullMarked
package dev.millrace.component.memory;

import org.jspecify.annotations.NullMarked;
