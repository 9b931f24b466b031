/** The {@code attributes} processor: changes attributes of spans, data points and log records. */
@NullMarked
package dev.millrace.processors.attributes;

import org.jspecify.annotations.NullMarked;
