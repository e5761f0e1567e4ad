/** Groups of subscriptions, and what they must deliver together. */
@NullMarked
package io.rbfly.simulation.group;

import org.jspecify.annotations.NullMarked;
