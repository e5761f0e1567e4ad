package io.rbfly.testkit.broker.differential;

import static org.assertj.core.api.Assertions.assertThat;

import io.rbfly.testkit.broker.Broker;
import io.rbfly.testkit.broker.BrokerVersion;
import io.rbfly.testkit.broker.Brokers;
import io.rbfly.testkit.broker.differential.cases.SettingScripts;
import io.rbfly.testkit.broker.differential.script.Script;
import io.rbfly.testkit.embedded.EmbeddedBroker;
import io.rbfly.testkit.embedded.EmbeddedBrokerBuilder;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The embedded broker sends the same frames as a real one with other settings than the default ones. Settings of the
 * whole real broker are changed for the duration of a test, and so it is not the one that other tests share.
 */
class SettingsDifferentialIT {
    private static final String NAME = "few";
    private static final String LIMIT = "{\"max-connections\": 1}";

    private static Broker real;

    @BeforeAll
    static void start() {
        real = Brokers.dedicated(BrokerVersion.CURRENT);
    }

    @AfterAll
    static void stop() {
        real.close();
    }

    private static void compare(Pair brokers, Script script) {
        Comparison comparison = brokers.comparison();
        Optional<Difference> difference = comparison.run(script);
        if (difference.isPresent()) {
            difference = comparison.run(script); // what a pause of the machine made different is not so again
        }
        assertThat(difference.map(Difference::text)).isEmpty();
    }

    @Test
    void theLimitOfConnectionsOfAUser() {
        try (Pair brokers = new Pair(real, EmbeddedBroker.builder().maxConnections(1))) {
            LimitedUser user = new LimitedUser(NAME, ".*", ".*", ".*");
            brokers.add(user);
            real.ctl("set_user_limits", NAME, LIMIT);
            try {
                compare(brokers, SettingScripts.secondConnection(NAME, "/"));
            } finally {
                brokers.remove(user);
            }
        }
    }

    @Test
    void theLimitOfConnectionsOfAVirtualHost() {
        try (Pair brokers =
                new Pair(real, EmbeddedBroker.builder().virtualHost(NAME).maxConnections(1))) {
            real.ctl("add_vhost", NAME);
            try {
                real.ctl("set_permissions", "-p", NAME, "guest", ".*", ".*", ".*");
                real.ctl("set_vhost_limits", "-p", NAME, LIMIT);
                compare(brokers, SettingScripts.secondConnection("guest", NAME));
            } finally {
                real.ctl("delete_vhost", NAME);
            }
        }
    }

    @Test
    void theLimitOfConnectionsOfANode() {
        withSetting(
                "max_connections", 0, EmbeddedBroker.builder().maxConnections(0), SettingScripts.refusedConnection());
    }

    @Test
    void theTimeForAnAnswerToConsumerUpdate() {
        Duration timeout = Duration.ofSeconds(6); // on a busy machine, an answer comes in time; steps wait for 12
        withSetting(
                "request_timeout",
                timeout.toMillis(),
                EmbeddedBroker.builder().requestTimeout(timeout),
                SettingScripts.unansweredUpdates());
    }

    private static void withSetting(String name, long value, EmbeddedBrokerBuilder builder, Script script) {
        try (Pair brokers = new Pair(real, builder)) {
            real.ctl("eval", "application:set_env(rabbitmq_stream, " + name + ", " + value + ").");
            try {
                compare(brokers, script);
            } finally {
                real.ctl("eval", "application:unset_env(rabbitmq_stream, " + name + ").");
            }
        }
    }
}
