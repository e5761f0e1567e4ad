/** Frames: reads commands with their headers from buffers, and writes them to buffers. */
@NullMarked
package io.rbfly.protocol.frame;

import org.jspecify.annotations.NullMarked;
