/** The nodes of a cluster: connections to them, and the locations of streams. */
@NullMarked
package io.rbfly.client.cluster;

import org.jspecify.annotations.NullMarked;
