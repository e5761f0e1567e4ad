/** Measures the cost of each frame and of each message of a chunk, without a socket. */
@NullMarked
package io.rbfly.benchmarks.frames;

import org.jspecify.annotations.NullMarked;
