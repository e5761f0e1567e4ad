package io.rbfly.testkit.proxy;

/**
 * The point at which a connection is cut.
 *
 * @param direction whose bytes are counted
 * @param bytes the number of bytes that arrive before the cut
 * @param abort whether both peers see a reset instead of an orderly end
 */
public record Cut(Direction direction, long bytes, boolean abort) {}
