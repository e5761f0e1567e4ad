/** Commands of subscriptions, and of the offsets that they store. */
@NullMarked
package io.rbfly.protocol.command.subscribing;

import org.jspecify.annotations.NullMarked;
