/** What each frame and each message of a chunk costs, without a socket. */
@NullMarked
package io.rbfly.benchmarks.frames;

import org.jspecify.annotations.NullMarked;
