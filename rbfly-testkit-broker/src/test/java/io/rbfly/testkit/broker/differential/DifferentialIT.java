package io.rbfly.testkit.broker.differential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.rbfly.testkit.broker.differential.cases.Scripts;
import io.rbfly.testkit.broker.differential.script.Script;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * The embedded broker sends the same frames as a real one in scripts that cover the protocol. The system property
 * {@code rbfly.differential.scripts}, a regular expression, selects some of them.
 */
@TestMethodOrder(OrderAnnotation.class)
class DifferentialIT {
    private static final String ALL = ".*";
    private static final String SELECTED = System.getProperty("rbfly.differential.scripts", ALL);
    private static final Pair BROKERS = new Pair();
    private static final List<LimitedUser> USERS = List.of(LimitedUser.LIMITED, LimitedUser.PARTIAL);

    @AfterAll
    static void stop() {
        USERS.forEach(BROKERS::remove);
        BROKERS.close();
    }

    @Test
    @Order(2)
    void theScriptsCoverEveryCommandAndCode() {
        assumeThat(SELECTED).as("selected scripts").isEqualTo(ALL);
        assertThat(BROKERS.coverage().missingCommands()).isEmpty();
        assertThat(BROKERS.coverage().missingCodes())
                .as("codes that did not occur, but for those that have a reason")
                .isEqualTo(Unreachable.codes());
    }

    @TestFactory
    @Order(1)
    Stream<DynamicTest> answersAsARealBroker() {
        USERS.forEach(BROKERS::add);
        List<Script> scripts = Scripts.all().stream()
                .filter(script -> script.name().matches(SELECTED))
                .filter(script -> !AcceptedDifference.covers(script))
                .toList();
        Comparison again = BROKERS.comparison();
        // A busy broker may read in one go what was sent in two, and answers otherwise then.
        return BROKERS.compare(scripts, difference -> again.run(difference.script()));
    }
}
