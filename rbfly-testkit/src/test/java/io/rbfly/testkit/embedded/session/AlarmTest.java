package io.rbfly.testkit.embedded.session;

import static io.rbfly.testkit.embedded.session.RawClient.AUTHENTICATE;
import static io.rbfly.testkit.embedded.session.RawClient.CONFIRM_7;
import static io.rbfly.testkit.embedded.session.RawClient.CREATE_DEMO;
import static io.rbfly.testkit.embedded.session.RawClient.DECLARE_DEMO;
import static io.rbfly.testkit.embedded.session.RawClient.HEARTBEAT;
import static io.rbfly.testkit.embedded.session.RawClient.PUBLISH_7;
import static io.rbfly.testkit.embedded.session.RawClient.UNKNOWN_FRAME;
import static io.rbfly.testkit.embedded.session.RawClient.hex;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class AlarmTest {
    private final TestCluster cluster = new TestCluster();
    private final RawClient publisher = cluster.connect();
    private final RawClient consumer = cluster.open();

    private void openPublisher() {
        publisher.open(1);
        publisher.exchange(CREATE_DEMO, DECLARE_DEMO);
    }

    @Test
    void stopsReadingFromPublishersAfterWhatComesNext() {
        openPublisher();
        cluster.state().alarm(true);
        assertThat(publisher.isRead()).isTrue();
        assertThat(publisher.exchange(PUBLISH_7)).containsExactly(hex(CONFIRM_7));
        consumer.send(HEARTBEAT);
        assertThat(publisher.isRead()).isFalse();
        assertThat(consumer.isRead()).isTrue();

        cluster.state().alarm(false);
        assertThat(publisher.isRead()).isTrue();
    }

    @Test
    void doesNotExpectHeartbeatsOfPublishersMeanwhile() {
        openPublisher();
        cluster.state().alarm(true);
        cluster.advance(Duration.ofSeconds(20));
        assertThat(publisher.isOpen()).isTrue();
        assertThat(publisher.received()).contains(hex(HEARTBEAT));

        cluster.state().alarm(false);
        cluster.advance(Duration.ofMillis(2_900));
        assertThat(publisher.isOpen()).isTrue();
        cluster.advance(Duration.ofMillis(100));
        assertThat(publisher.isOpen()).isFalse();
    }

    @Test
    void refusesNewPublishers() {
        openPublisher();
        cluster.state().alarm(true);

        assertThat(consumer.exchange(DECLARE_DEMO)).containsExactly(hex("0000000a 8001 0001 00000008 0011"));
    }

    @Test
    void makesLoggingInAgainUnknown() {
        cluster.state().alarm(true);

        assertThat(consumer.exchange(AUTHENTICATE)).containsExactly(hex(UNKNOWN_FRAME));
    }
}
