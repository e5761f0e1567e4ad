/** Publishing to super streams: from a message to its partitions, each of which has a publisher. */
@NullMarked
package io.rbfly.client.publish.partition;

import org.jspecify.annotations.NullMarked;
