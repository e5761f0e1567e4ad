package io.rbfly.testkit.proxy;

/** The direction of bytes. */
public enum Direction {
    TO_BROKER,
    TO_CLIENT
}
