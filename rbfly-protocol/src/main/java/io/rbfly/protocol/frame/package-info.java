/** Frames: commands with their header, from and to buffers. */
@NullMarked
package io.rbfly.protocol.frame;

import org.jspecify.annotations.NullMarked;
