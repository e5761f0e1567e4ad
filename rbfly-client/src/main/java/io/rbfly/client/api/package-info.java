/** What an application holds: publishers, subscriptions, messages, offsets, options, events and errors. */
@NullMarked
package io.rbfly.client.api;

import org.jspecify.annotations.NullMarked;
