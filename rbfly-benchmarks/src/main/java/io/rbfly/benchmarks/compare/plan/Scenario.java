package io.rbfly.benchmarks.compare.plan;

import java.util.List;

/**
 * One thing that is compared.
 *
 * @param id a letter, and what tells scenarios of one letter apart
 * @param title what it is, in a few words
 * @param work the kind of work
 * @param bodySize bytes of each body, at least 8
 * @param rich whether messages have properties beside their body
 * @param size by kind of work: messages of a round trip, threads of a flood, messages per frame of a stream to be read,
 *     messages per second, subscriptions to open
 * @param messages messages of a stream to be read; 0 for others
 * @param contenders who takes part, in the order of a round
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
