/** Subscribing: chunks are received, credits are given. */
@NullMarked
package io.rbfly.client.subscribe;

import org.jspecify.annotations.NullMarked;
