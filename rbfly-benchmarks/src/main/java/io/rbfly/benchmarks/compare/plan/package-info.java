/** The plan of the comparison: scenarios, contenders, metrics and goals. */
@NullMarked
package io.rbfly.benchmarks.compare.plan;

import org.jspecify.annotations.NullMarked;
