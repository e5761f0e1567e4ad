package io.rbfly.testkit.junit;

import static org.assertj.core.api.Assertions.assertThat;

import io.rbfly.testkit.embedded.EmbeddedBroker;
import io.rbfly.testkit.embedded.EmbeddedCluster;
import java.util.LinkedHashSet;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Which tests share a broker, and when it is closed. */
class EmbeddedBrokerExtensionTest {
    @Nested
    @EmbeddedBrokerTest
    @TestInstance(TestInstance.Lifecycle.PER_CLASS)
    @TestMethodOrder(MethodOrderer.OrderAnnotation.class)
    class OfAClass {
        private final EmbeddedBroker broker;

        OfAClass(EmbeddedBroker broker) {
            this.broker = broker;
        }

        @Test
        @Order(1)
        void isThatOfTheConstructor(EmbeddedBroker broker, EmbeddedCluster cluster) {
            assertThat(broker).isSameAs(this.broker);
            assertThat(cluster.nodes()).hasSize(3);
            broker.node().kill();
            cluster.node(1).kill();
        }

        @Test
        @Order(2)
        void isThatOfTheOtherTestsWithoutTheirFaults(EmbeddedBroker broker, EmbeddedCluster cluster) {
            assertThat(broker).isSameAs(this.broker);
            assertThat(broker.node().isRunning()).isTrue();
            assertThat(cluster.node(1).isRunning()).isTrue();
        }

        @Nested
        class WithANestedClass {
            @Test
            void isThatOfTheClassAround(EmbeddedBroker broker) {
                assertThat(broker).isSameAs(OfAClass.this.broker);
            }
        }
    }

    @Nested
    @TestInstance(TestInstance.Lifecycle.PER_CLASS)
    class WithSettings {
        @RegisterExtension
        static final EmbeddedBrokerExtension BROKER =
                EmbeddedBrokerExtension.of(EmbeddedBroker.builder().user("anna", "secret"));

        @RegisterExtension
        static final EmbeddedBrokerExtension CLUSTER =
                EmbeddedBrokerExtension.of(EmbeddedCluster.builder().nodes(2));

        @Test
        void hasThem(EmbeddedBroker broker, EmbeddedCluster cluster) {
            assertThat(broker.uri()).startsWith("rabbitmq-stream://anna:secret@");
            assertThat(cluster.nodes()).hasSize(2);
        }
    }

    @Nested
    @TestInstance(TestInstance.Lifecycle.PER_CLASS)
    class OfATest {
        private final Set<Integer> ports = new LinkedHashSet<>();

        @RegisterExtension
        final EmbeddedBrokerExtension broker = new EmbeddedBrokerExtension();

        @Test
        void one(EmbeddedBroker broker) {
            ports.add(broker.port());
        }

        @Test
        void another(EmbeddedBroker broker) {
            ports.add(broker.port());
        }
    }

    @Nested
    @EmbeddedBrokerTest
    @TestInstance(TestInstance.Lifecycle.PER_CLASS)
    class OfTestsThatCloseIt {
        private final Set<EmbeddedBroker> brokers = new LinkedHashSet<>();
        private final Set<EmbeddedCluster> clusters = new LinkedHashSet<>();

        @RepeatedTest(2)
        void isAnother(EmbeddedBroker broker, EmbeddedCluster cluster) {
            assertThat(brokers.add(broker)).isTrue();
            assertThat(clusters.add(cluster)).isTrue();
            assertThat(broker.node().isRunning()).isTrue();
            broker.close();
            cluster.close();
        }
    }

    @AfterAll
    static void noBrokerIsLeft() throws InterruptedException {
        for (Thread thread : Thread.getAllStackTraces().keySet()) {
            if (thread.getName().startsWith("rbfly-embedded-broker")) {
                thread.join(60_000);
                assertThat(thread.isAlive()).isFalse();
            }
        }
    }
}
