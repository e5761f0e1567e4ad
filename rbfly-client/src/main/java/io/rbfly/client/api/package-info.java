/** The types that applications use: publishers, subscriptions, messages, offsets, options, events and exceptions. */
@NullMarked
package io.rbfly.client.api;

import org.jspecify.annotations.NullMarked;
