/** Subscribing: chunks in, credit out. */
@NullMarked
package io.rbfly.client.subscribe;

import org.jspecify.annotations.NullMarked;
