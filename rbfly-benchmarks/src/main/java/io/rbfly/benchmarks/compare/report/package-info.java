/** Computes comparisons from samples, and writes them as a table, a chart and JSON. */
@NullMarked
package io.rbfly.benchmarks.compare.report;

import org.jspecify.annotations.NullMarked;
