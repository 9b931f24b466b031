/** Costs of the scrape path. */
@NullMarked
package dev.millrace.benchmarks.prometheus;

import org.jspecify.annotations.NullMarked;
