/** From an address to an open connection: socket, TLS, authentication, tuning, virtual host. */
@NullMarked
package io.rbfly.client.handshake;

import org.jspecify.annotations.NullMarked;
