package io.rbfly.testkit.broker.differential;

/**
 * A broker under comparison.
 *
 * @param name for messages
 */
record Target(String name, String host, int port) {}
