/** What a client tells its listener. */
@NullMarked
package io.rbfly.client.api.event;

import org.jspecify.annotations.NullMarked;
