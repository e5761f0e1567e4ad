package io.rbfly.simulation.run;

import io.rbfly.simulation.model.Finding;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The result of a run.
 *
 * @param hash of everything that happened
 * @param finding null if nothing was found
 * @param time how much time was simulated
 * @param steps the number of turns
 * @param messages the number of messages that were stored
 */
public record Outcome(long hash, @Nullable Finding finding, Duration time, long steps, int messages) {}
