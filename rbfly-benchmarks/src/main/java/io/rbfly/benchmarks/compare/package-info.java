/** Compares RbFly with the official client and the limit of the machine, in one run on one broker. */
@NullMarked
package io.rbfly.benchmarks.compare;

import org.jspecify.annotations.NullMarked;
