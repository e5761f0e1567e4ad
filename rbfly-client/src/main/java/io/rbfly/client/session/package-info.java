/** Keeps publishers and subscriptions declared at a node of their stream. */
@NullMarked
package io.rbfly.client.session;

import org.jspecify.annotations.NullMarked;
