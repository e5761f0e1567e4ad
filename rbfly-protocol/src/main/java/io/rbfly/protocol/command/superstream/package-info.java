/** Commands of super streams: streams that are divided into partitions, each of which is a stream. */
@NullMarked
package io.rbfly.protocol.command.superstream;

import org.jspecify.annotations.NullMarked;
