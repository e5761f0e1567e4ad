/** What super streams are made of: their partitions, routing keys, and how they are created and deleted. */
@NullMarked
package io.rbfly.client.superstream;

import org.jspecify.annotations.NullMarked;
