/** Streams themselves: how they are created, and what is known of them. */
@NullMarked
package io.rbfly.client.api.stream;

import org.jspecify.annotations.NullMarked;
