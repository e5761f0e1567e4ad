/** The examples of the documentation, which a test holds to them word by word. */
@NullMarked
package io.rbfly.demo.examples;

import org.jspecify.annotations.NullMarked;
