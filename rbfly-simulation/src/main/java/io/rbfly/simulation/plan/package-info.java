/** What a run consists of, drawn from its seed before it begins, so that parts of it can be left out. */
@NullMarked
package io.rbfly.simulation.plan;

import org.jspecify.annotations.NullMarked;
