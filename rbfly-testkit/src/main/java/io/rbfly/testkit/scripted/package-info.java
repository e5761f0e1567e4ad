/** A broker that does what a test tells it, byte for byte, without a socket. */
@NullMarked
package io.rbfly.testkit.scripted;

import org.jspecify.annotations.NullMarked;
