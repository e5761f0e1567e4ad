package io.rbfly.testkit.broker.differential;

import io.rbfly.testkit.broker.differential.cases.Scripts;
import io.rbfly.testkit.broker.differential.script.Script;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * The embedded broker sends the same frames as a real one in scripts that cover the protocol. The system property
 * {@code rbfly.differential.scripts}, a regular expression, selects some of them.
 */
class DifferentialIT {
    private static final Pair BROKERS = new Pair();
    private static final List<LimitedUser> USERS = List.of(LimitedUser.LIMITED, LimitedUser.PARTIAL);

    @AfterAll
    static void stop() {
        USERS.forEach(BROKERS::remove);
        BROKERS.close();
    }

    @TestFactory
    Stream<DynamicTest> answersAsARealBroker() {
        USERS.forEach(BROKERS::add);
        String selected = System.getProperty("rbfly.differential.scripts", ".*");
        List<Script> scripts = Scripts.all().stream()
                .filter(script -> script.name().matches(selected))
                .filter(script -> !AcceptedDifference.covers(script))
                .toList();
        return BROKERS.compare(scripts, difference -> difference);
    }
}
