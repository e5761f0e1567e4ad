/** The embedded broker as the cluster of a run. */
@NullMarked
package io.rbfly.simulation.cluster;

import org.jspecify.annotations.NullMarked;
