package io.rbfly.client.config;

import io.rbfly.client.loop.Callbacks;

/**
 * The objects shared by all parts of a client.
 *
 * @param transport event loop, channels, timer and random numbers
 * @param settings the application's settings
 * @param callbacks runs code of the application
 */
public record ClientContext(Transport transport, ClientSettings settings, Callbacks callbacks) {}
