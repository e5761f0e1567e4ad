/** One connection: frames, requests and their responses, ids, heartbeats. */
@NullMarked
package io.rbfly.client.connection;

import org.jspecify.annotations.NullMarked;
