/** What operations fail with: one unchecked family under {@link io.rbfly.client.api.error.StreamException}. */
@NullMarked
package io.rbfly.client.api.error;

import org.jspecify.annotations.NullMarked;
