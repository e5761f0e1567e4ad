/** Tests the simulation itself: it must find faults that are put into the client on purpose. */
@NullMarked
package io.rbfly.simulation.mutant;

import org.jspecify.annotations.NullMarked;
