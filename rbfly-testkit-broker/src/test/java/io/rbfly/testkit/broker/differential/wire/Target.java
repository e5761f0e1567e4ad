package io.rbfly.testkit.broker.differential.wire;

/**
 * A broker under comparison.
 *
 * @param name for messages
 */
public record Target(String name, String host, int port) {}
