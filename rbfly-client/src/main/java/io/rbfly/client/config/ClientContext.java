package io.rbfly.client.config;

import io.rbfly.client.loop.Callbacks;

/**
 * What all parts of one client share.
 *
 * @param transport event loop, channels, time and chance
 * @param settings what the application chose
 * @param callbacks where the application's code runs
 */
public record ClientContext(Transport transport, ClientSettings settings, Callbacks callbacks) {}
