package io.rbfly.testkit.proxy;

/** Which way bytes go. */
public enum Direction {
    TO_BROKER,
    TO_CLIENT
}
