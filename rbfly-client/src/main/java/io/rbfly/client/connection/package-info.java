/** Connections: made, kept alive, lost, made again. */
@NullMarked
package io.rbfly.client.connection;

import org.jspecify.annotations.NullMarked;
