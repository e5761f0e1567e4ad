/** Commands about streams: to create and delete them, and where they are. */
@NullMarked
package io.rbfly.protocol.command.stream;

import org.jspecify.annotations.NullMarked;
