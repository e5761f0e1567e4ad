/** What goes wrong in a run, and its end. */
@NullMarked
package io.rbfly.simulation.fault;

import org.jspecify.annotations.NullMarked;
