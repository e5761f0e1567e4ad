package io.rbfly.testkit.broker.differential;

import static org.assertj.core.api.Assertions.assertThat;

import io.rbfly.testkit.broker.Broker;
import io.rbfly.testkit.broker.differential.cases.SettingScripts;
import io.rbfly.testkit.broker.differential.script.Script;
import io.rbfly.testkit.embedded.EmbeddedBroker;
import io.rbfly.testkit.embedded.EmbeddedBrokerBuilder;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/**
 * The embedded broker sends the same frames as a real one with other settings than the default ones. Settings of the
 * whole real broker are changed for the duration of a test.
 */
class SettingsDifferentialIT {
    private static final String NAME = "few";
    private static final String LIMIT = "{\"max-connections\": 1}";

    private static void compare(Pair brokers, Script script) {
        assertThat(brokers.comparison().run(script).map(Difference::text)).isEmpty();
    }

    @Test
    void theLimitOfConnectionsOfAUser() {
        try (Pair brokers = new Pair(EmbeddedBroker.builder().maxConnections(1))) {
            LimitedUser user = new LimitedUser(NAME, ".*", ".*", ".*");
            brokers.add(user);
            brokers.real().ctl("set_user_limits", NAME, LIMIT);
            try {
                compare(brokers, SettingScripts.secondConnection(NAME, "/"));
            } finally {
                brokers.remove(user);
            }
        }
    }

    @Test
    void theLimitOfConnectionsOfAVirtualHost() {
        try (Pair brokers = new Pair(EmbeddedBroker.builder().virtualHost(NAME).maxConnections(1))) {
            Broker real = brokers.real();
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
        Duration timeout = Duration.ofMillis(1500);
        withSetting(
                "request_timeout",
                timeout.toMillis(),
                EmbeddedBroker.builder().requestTimeout(timeout),
                SettingScripts.unansweredUpdates());
    }

    private static void withSetting(String name, long value, EmbeddedBrokerBuilder builder, Script script) {
        try (Pair brokers = new Pair(builder)) {
            Broker real = brokers.real();
            real.ctl("eval", "application:set_env(rabbitmq_stream, " + name + ", " + value + ").");
            try {
                compare(brokers, script);
            } finally {
                real.ctl("eval", "application:unset_env(rabbitmq_stream, " + name + ").");
            }
        }
    }
}
