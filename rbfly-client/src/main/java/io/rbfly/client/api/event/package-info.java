/** The events that a client reports to its listener. */
@NullMarked
package io.rbfly.client.api.event;

import org.jspecify.annotations.NullMarked;
