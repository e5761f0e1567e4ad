/** How a client connects: addresses, TLS and authentication. */
@NullMarked
package io.rbfly.client.api.connection;

import org.jspecify.annotations.NullMarked;
