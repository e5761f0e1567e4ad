/** The exceptions of the client: unchecked, with the superclass {@link io.rbfly.client.api.error.StreamException}. */
@NullMarked
package io.rbfly.client.api.error;

import org.jspecify.annotations.NullMarked;
