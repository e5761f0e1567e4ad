/** From samples to comparisons, and these as a table, a picture and JSON. */
@NullMarked
package io.rbfly.benchmarks.compare.report;

import org.jspecify.annotations.NullMarked;
