/** What is compared: scenarios, contenders, metrics, goals. Nothing here runs anything. */
@NullMarked
package io.rbfly.benchmarks.compare.plan;

import org.jspecify.annotations.NullMarked;
