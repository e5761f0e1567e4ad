/** The protocol over a plain socket: the limit for comparison with the clients, and a fast writer of streams. */
@NullMarked
package io.rbfly.benchmarks.compare.wire;

import org.jspecify.annotations.NullMarked;
