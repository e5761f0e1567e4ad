package io.rbfly.benchmarks.compare.plan;

import java.util.List;

/**
 * A scenario of the comparison.
 *
 * @param id a letter, with a suffix if several scenarios have the same letter
 * @param title a short description
 * @param work the kind of work
 * @param bodySize bytes of each body, at least 8
 * @param rich whether messages have properties in addition to the body
 * @param size depends on the kind of work: messages of a round trip, threads of a flood, messages per frame of a stream
 *     to be read, messages per second, or subscriptions to open
 * @param messages number of messages of a stream to be read; 0 for other work
 * @param contenders the contenders in the order of a round
 */
public record Scenario(
        String id,
        String title,
        Work work,
        int bodySize,
        boolean rich,
        int size,
        int messages,
        List<Contender> contenders) {}
