/** Chunks: the unit in which a broker stores and delivers messages. */
@NullMarked
package io.rbfly.protocol.chunk;

import org.jspecify.annotations.NullMarked;
