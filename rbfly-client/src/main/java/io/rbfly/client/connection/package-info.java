/** A connection: frames, requests and their responses, ids, and heartbeats. */
@NullMarked
package io.rbfly.client.connection;

import org.jspecify.annotations.NullMarked;
