/** Applications: they publish and read as their plans say, and check what the client promises them. */
@NullMarked
package io.rbfly.simulation.workload;

import org.jspecify.annotations.NullMarked;
