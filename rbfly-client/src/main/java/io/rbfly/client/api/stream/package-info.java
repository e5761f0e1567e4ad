/** Streams: how they are created, and what is known about them. */
@NullMarked
package io.rbfly.client.api.stream;

import org.jspecify.annotations.NullMarked;
