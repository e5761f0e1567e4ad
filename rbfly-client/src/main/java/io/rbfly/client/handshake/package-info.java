/** How a connection is opened: socket, TLS, authentication, tuning, virtual host. */
@NullMarked
package io.rbfly.client.handshake;

import org.jspecify.annotations.NullMarked;
