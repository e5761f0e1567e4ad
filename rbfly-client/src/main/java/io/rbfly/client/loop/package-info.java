/** The event loop of a client: its time, its callbacks, and the watchdog over it. */
@NullMarked
package io.rbfly.client.loop;

import org.jspecify.annotations.NullMarked;
