/** The {@code queuebatch} processor: the queue and the batching of exporters as a processor. */
@NullMarked
package dev.millrace.processors.queuebatch;

import org.jspecify.annotations.NullMarked;
