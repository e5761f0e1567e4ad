/** The event loop of a client: its timer, its callbacks, and its watchdog. */
@NullMarked
package io.rbfly.client.loop;

import org.jspecify.annotations.NullMarked;
