/**
 * What a storage extension offers to other components: logs of batches that survive the end of the
 * process, and small values by key.
 */
@NullMarked
package dev.millrace.component.storage;

import org.jspecify.annotations.NullMarked;
