/** Simulated time, event loops and executors: everything runs in one thread, in an order that is drawn from a seed. */
@NullMarked
package io.rbfly.simulation.world;

import org.jspecify.annotations.NullMarked;
