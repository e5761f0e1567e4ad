/** Runs: one, many, the shortest that still fails, and the command line. */
@NullMarked
package io.rbfly.simulation.run;

import org.jspecify.annotations.NullMarked;
