/**
 * Fails tests in which code blocks an event loop. A module takes part with JUnit's autodetection of extensions switched
 * on, and with the JVM option {@code -XX:+AllowRedefinitionToAddDeleteMethods}, which BlockHound needs.
 */
@NullMarked
package io.rbfly.testkit.blocking;

import org.jspecify.annotations.NullMarked;
