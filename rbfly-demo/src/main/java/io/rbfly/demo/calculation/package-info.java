/** The work of the calculating consumer: a matrix of a given size, and how long its calculation takes. */
@NullMarked
package io.rbfly.demo.calculation;

import org.jspecify.annotations.NullMarked;
