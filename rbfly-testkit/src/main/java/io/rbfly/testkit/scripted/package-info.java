/** A broker that a test controls byte by byte, without a socket. */
@NullMarked
package io.rbfly.testkit.scripted;

import org.jspecify.annotations.NullMarked;
