/** Commands of a connection: handshake, heartbeats, close. */
@NullMarked
package io.rbfly.protocol.command.connection;

import org.jspecify.annotations.NullMarked;
