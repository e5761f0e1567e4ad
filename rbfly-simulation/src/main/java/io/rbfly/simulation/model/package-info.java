/** What must be true of a run: what was published, what is stored, and what each reader must get. */
@NullMarked
package io.rbfly.simulation.model;

import org.jspecify.annotations.NullMarked;
