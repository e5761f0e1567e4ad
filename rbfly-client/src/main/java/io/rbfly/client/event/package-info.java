/** The events that a client tells, as it makes them. */
@NullMarked
package io.rbfly.client.event;

import org.jspecify.annotations.NullMarked;
