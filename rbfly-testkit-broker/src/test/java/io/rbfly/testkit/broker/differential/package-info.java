/** Compares the embedded broker with a real one: the same commands must give the same frames. */
@NullMarked
package io.rbfly.testkit.broker.differential;

import org.jspecify.annotations.NullMarked;
