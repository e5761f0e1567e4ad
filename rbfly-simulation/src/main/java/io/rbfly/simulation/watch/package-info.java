/** Looks at the bytes and the events of clients, and checks what the client promises about them. */
@NullMarked
package io.rbfly.simulation.watch;

import org.jspecify.annotations.NullMarked;
