/** A budget of messages and bytes that several partitions share. */
@NullMarked
package io.rbfly.client.budget;

import org.jspecify.annotations.NullMarked;
