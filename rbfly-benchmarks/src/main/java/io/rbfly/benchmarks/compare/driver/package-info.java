/** The contenders behind one interface, each used as its documentation says. */
@NullMarked
package io.rbfly.benchmarks.compare.driver;

import org.jspecify.annotations.NullMarked;
