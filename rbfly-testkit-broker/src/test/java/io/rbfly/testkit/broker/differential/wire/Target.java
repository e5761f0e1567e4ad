package io.rbfly.testkit.broker.differential.wire;

/**
 * A broker under comparison.
 *
 * @param name for messages
 * @param coverage of what is exchanged with it
 */
public record Target(String name, String host, int port, Coverage coverage, Control control) {
    public Target(String name, String host, int port, Coverage coverage) {
        this(name, host, port, coverage, Control.NONE);
    }
}
