/**
 * Fails tests in which code blocks an event loop. A module enables it with JUnit's autodetection of extensions and with
 * the JVM option {@code -XX:+AllowRedefinitionToAddDeleteMethods}, which BlockHound needs.
 */
@NullMarked
package io.rbfly.testkit.blocking;

import org.jspecify.annotations.NullMarked;
