package io.rbfly.testkit.proxy;

/**
 * Where a connection is cut.
 *
 * @param direction whose bytes are counted
 * @param bytes how many of them arrive before the cut
 * @param abort whether both peers see a reset, and not an orderly end
 */
public record Cut(Direction direction, long bytes, boolean abort) {}
