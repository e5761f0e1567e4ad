/** The nodes of a cluster: connections to them, and on which of them streams are. */
@NullMarked
package io.rbfly.client.cluster;

import org.jspecify.annotations.NullMarked;
