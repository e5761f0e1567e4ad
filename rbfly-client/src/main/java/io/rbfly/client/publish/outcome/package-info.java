/** The listeners for outcomes of messages. */
@NullMarked
package io.rbfly.client.publish.outcome;

import org.jspecify.annotations.NullMarked;
