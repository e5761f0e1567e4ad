/** The work of the calculating consumer: a matrix as large as wanted, and how long it takes. */
@NullMarked
package io.rbfly.demo.calculation;

import org.jspecify.annotations.NullMarked;
