/**
 * Channels of Netty over a simulated network: bytes that are delayed, split, lost and damaged, and connections that
 * break.
 */
@NullMarked
package io.rbfly.simulation.network;

import org.jspecify.annotations.NullMarked;
