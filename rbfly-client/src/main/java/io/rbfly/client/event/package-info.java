/** The implementations of the events that a client reports. */
@NullMarked
package io.rbfly.client.event;

import org.jspecify.annotations.NullMarked;
