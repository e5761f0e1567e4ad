package io.rbfly.testkit.broker.differential;

import io.rbfly.testkit.broker.differential.cases.RandomScripts;
import io.rbfly.testkit.broker.differential.script.Script;
import java.security.SecureRandom;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * The embedded broker sends the same frames as a real one for any commands. System properties:
 * {@code rbfly.differential.seeds} is the number of fresh seeds, {@code rbfly.differential.seed} runs a single one.
 */
class RandomDifferentialIT {
    private static final int FIXED = 40;
    private static final int FRESH = 4;

    private static final Pair BROKERS = new Pair();

    @AfterAll
    static void stop() {
        BROKERS.close();
    }

    @TestFactory
    Stream<DynamicTest> answersAsARealBroker() {
        Comparison again = BROKERS.comparison();
        Shrinker shrinker = new Shrinker(again);
        List<Script> scripts = seeds().mapToObj(RandomScripts::draw).toList();
        // A frame that a pause of the machine delays looks like a difference, but not again.
        return BROKERS.compare(
                scripts, difference -> again.run(difference.script()).map(shrinker::shrink));
    }

    private static LongStream seeds() {
        Long single = Long.getLong("rbfly.differential.seed");
        if (single != null) {
            return LongStream.of(single);
        }
        int fresh = Integer.getInteger("rbfly.differential.seeds", FRESH);
        return LongStream.concat(LongStream.range(0, FIXED), new SecureRandom().longs(fresh, FIXED, Integer.MAX_VALUE));
    }
}
