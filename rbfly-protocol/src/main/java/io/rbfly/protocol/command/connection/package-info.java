/** Commands of a connection itself: its handshake, its heartbeats, its end. */
@NullMarked
package io.rbfly.protocol.command.connection;

import org.jspecify.annotations.NullMarked;
