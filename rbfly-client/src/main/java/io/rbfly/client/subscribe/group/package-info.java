/** Members of a group of subscriptions, of which one is active at a time. */
@NullMarked
package io.rbfly.client.subscribe.group;

import org.jspecify.annotations.NullMarked;
