/** Embedded brokers for tests with JUnit 5 and 6. */
@NullMarked
package io.rbfly.testkit.junit;

import org.jspecify.annotations.NullMarked;
