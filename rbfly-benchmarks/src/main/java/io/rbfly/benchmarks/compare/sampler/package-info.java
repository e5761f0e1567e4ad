/** The process that takes one sample. */
@NullMarked
package io.rbfly.benchmarks.compare.sampler;

import org.jspecify.annotations.NullMarked;
