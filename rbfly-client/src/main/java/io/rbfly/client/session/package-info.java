/** Keeps publishers and subscriptions declared at a node that has their stream. */
@NullMarked
package io.rbfly.client.session;

import org.jspecify.annotations.NullMarked;
