package io.rbfly.testkit.embedded.session;

import static io.rbfly.testkit.embedded.session.RawClient.hex;
import static org.assertj.core.api.Assertions.assertThat;

import io.rbfly.testkit.embedded.cluster.Permissions;
import io.rbfly.testkit.embedded.cluster.User;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Scale-out section 5. */
class ReauthenticationTest {
    private static final String AGAIN =
            "0000001f 0013 0001 00000006 0005 504c41494e 0000000c 00 6775657374 00 6775657374";
    private static final String ROUTE = "00000011 0018 0001 00000005 0001 31 0004 6e6f7065";
    private static final String ROUTED = "0000000e 8018 0001 00000005 0002 00000000";

    private final TestCluster cluster = new TestCluster();
    private final RawClient client = cluster.open();

    @Test
    void continuesWithTheSameUser() {
        assertThat(client.exchange(AGAIN, ROUTE)).containsExactly(hex("0000000a 8013 0001 00000006 0001", ROUTED));
        assertThat(client.isOpen()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "0013 0001 00000006 0005 504c41494e 00000008 00 6775657374 00 78, 0008",
        "0013 0001 00000006 0009 414e4f4e594d4f5553 00000000, 0014",
        "0013 0001 00000006 0005 504c41494e 00000008 00 6f74686572 00 78, 0015"
    })
    void refusesAfterThreeSecondsDuringWhichNothingHappens(String request, String code) {
        cluster.state().addUser(new User("other", "x", Permissions.ALL));
        String content = request.replace(" ", "");
        assertThat(client.exchange("%08x".formatted(content.length() / 2) + content, ROUTE))
                .isEmpty();
        assertThat(client.exchange(ROUTE, RawClient.CLOSE)).isEmpty();
        cluster.advance(Duration.ofMillis(2_900));
        assertThat(client.received()).isEmpty();

        cluster.advance(Duration.ofMillis(100));
        assertThat(client.received()).containsExactly(hex("0000000a 8013 0001 00000006" + code));
        assertThat(client.isOpen()).isFalse();
    }

    @Test
    void refusesMalformedDataAtOnce() {
        assertThat(client.exchange(RawClient.frame("0013", "00000006 0005 504c41494e 00000001 78"), ROUTE))
                .containsExactly(hex("0000000a 8013 0001 00000006 0009"));
        assertThat(client.isOpen()).isFalse();
    }

    @Test
    void endsPublishersThatAreNoLongerPermitted() {
        client.exchange(RawClient.CREATE_DEMO, RawClient.DECLARE_DEMO);
        cluster.state().addUser(new User("guest", "guest", Permissions.of(".*", "^$", ".*")));

        assertThat(client.exchange(AGAIN))
                .containsExactly(hex("0000000a 8013 0001 00000006 0001", "0000000c 0010 0001 0006 0004 64656d6f"));
        assertThat(client.exchange(RawClient.DECLARE_DEMO)).containsExactly(hex("0000000a 8001 0001 00000008 0010"));
    }
}
