/** The protocol over a plain socket: the limit that clients are measured against, and a fast writer of streams. */
@NullMarked
package io.rbfly.benchmarks.compare.wire;

import org.jspecify.annotations.NullMarked;
