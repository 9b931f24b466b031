/** The {@code resource} processor: changes attributes of resources. */
@NullMarked
package dev.millrace.processors.resource;

import org.jspecify.annotations.NullMarked;
