/** The examples of the documentation. A test checks that they are identical. */
@NullMarked
package io.rbfly.demo.examples;

import org.jspecify.annotations.NullMarked;
