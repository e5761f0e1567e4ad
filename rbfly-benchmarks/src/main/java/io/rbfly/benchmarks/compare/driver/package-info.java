/** The contenders with a common interface, each used as its documentation recommends. */
@NullMarked
package io.rbfly.benchmarks.compare.driver;

import org.jspecify.annotations.NullMarked;
