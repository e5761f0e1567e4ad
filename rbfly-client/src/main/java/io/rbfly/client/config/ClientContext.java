package io.rbfly.client.config;

import io.rbfly.client.loop.Callbacks;

/**
 * The objects shared by all parts of a client.
 *
 * @param transport event loop, channels, timer and random numbers
 * @param settings the application's settings
 * @param callbacks runs code of the application
 * @param arrays for decompressed batches
 */
public record ClientContext(Transport transport, ClientSettings settings, Callbacks callbacks, SharedArrays arrays) {
    /** Creates a context with arrays of its own. */
    public ClientContext(Transport transport, ClientSettings settings, Callbacks callbacks) {
        this(transport, settings, callbacks, new SharedArrays());
    }
}
