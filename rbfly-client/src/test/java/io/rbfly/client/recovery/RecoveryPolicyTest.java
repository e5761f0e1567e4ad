package io.rbfly.client.recovery;

import static io.rbfly.client.recovery.RecoveryPolicy.Decision.AGAIN;
import static io.rbfly.client.recovery.RecoveryPolicy.Decision.ELSEWHERE;
import static io.rbfly.client.recovery.RecoveryPolicy.Decision.FINAL;
import static io.rbfly.client.recovery.RecoveryPolicy.Decision.GIVE_UP;
import static io.rbfly.client.recovery.RecoveryPolicy.Phase.FIRST_CONNECT;
import static io.rbfly.client.recovery.RecoveryPolicy.Phase.JOINING;
import static io.rbfly.client.recovery.RecoveryPolicy.Phase.OPENING;
import static io.rbfly.client.recovery.RecoveryPolicy.Phase.RECOVERING;
import static org.assertj.core.api.Assertions.assertThat;

import io.rbfly.client.api.error.BrokerException;
import io.rbfly.client.api.error.ClosedException;
import io.rbfly.client.api.error.ConnectionException;
import io.rbfly.client.api.error.ErrorCode;
import io.rbfly.client.api.error.StreamException;
import io.rbfly.client.api.error.TlsException;
import io.rbfly.client.config.ClientSettings;
import io.rbfly.client.config.StreamUri;
import io.rbfly.client.loop.Timer;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What follows a failure. */
class RecoveryPolicyTest {
    private static final StreamException NETWORK = new ConnectionException("refused", null);
    private static final StreamException CREDENTIALS = new BrokerException("user", ErrorCode.AUTHENTICATION_FAILURE);
    private static final StreamException PERMISSION = new BrokerException("publisher", ErrorCode.ACCESS_REFUSED);
    private static final StreamException GONE = new BrokerException("stream", ErrorCode.STREAM_DOES_NOT_EXIST);
    private static final StreamException ELECTION = new BrokerException("stream", ErrorCode.STREAM_NOT_AVAILABLE);
    private static final StreamException ALARM = new BrokerException("publisher", ErrorCode.PRECONDITION_FAILED);
    private static final StreamException CLOSED = new ClosedException("client is closed");

    private final Clock clock = new Clock();
    private final Attempts attempts = new Attempts(
            new ClientSettings.Builder(StreamUri.parse("rabbitmq-stream://"))
                    .maxReconnects(2)
                    .build(),
            clock);

    private static final class Clock implements Timer {
        private long now;

        @Override
        public long nanoTime() {
            return now;
        }

        @Override
        public Scheduled schedule(Duration delay, Runnable task) {
            throw new UnsupportedOperationException();
        }
    }

    private RecoveryPolicy.Decision decide(RecoveryPolicy.Phase phase, StreamException... round) {
        return RecoveryPolicy.decide(List.of(round), false, phase, attempts);
    }

    @Test
    void anotherNodeIsTriedFirstWhateverFailed() {
        for (StreamException failure : List.of(NETWORK, CREDENTIALS, GONE, ELECTION, ALARM)) {
            assertThat(RecoveryPolicy.decide(List.of(failure), true, FIRST_CONNECT, attempts))
                    .isEqualTo(ELSEWHERE);
        }
    }

    @Test
    void aClosedClientIsFinalEvenIfThereAreOtherNodes() {
        assertThat(RecoveryPolicy.decide(List.of(NETWORK, CLOSED), true, RECOVERING, attempts))
                .isEqualTo(FINAL);
    }

    @Test
    void theFirstConnectionFailsAtOnce() {
        assertThat(decide(FIRST_CONNECT, NETWORK)).isEqualTo(FINAL);
        assertThat(decide(FIRST_CONNECT, CREDENTIALS)).isEqualTo(FINAL);
    }

    @Test
    void aRefusalIsFinalOnlyIfAllNodesRefuseAndNothingSucceededBefore() {
        assertThat(decide(OPENING, CREDENTIALS, CREDENTIALS)).isEqualTo(FINAL);
        assertThat(decide(OPENING, CREDENTIALS, NETWORK)).isEqualTo(AGAIN);
        assertThat(decide(RECOVERING, CREDENTIALS, CREDENTIALS)).isEqualTo(AGAIN);
    }

    @Test
    void electionsAndAlarmsPassWhileOpening() {
        assertThat(decide(OPENING, ELECTION)).isEqualTo(AGAIN);
        assertThat(decide(OPENING, ALARM)).isEqualTo(AGAIN);

        clock.now += Duration.ofSeconds(10).toNanos();

        assertThat(decide(OPENING, ELECTION)).as("after a request timeout").isEqualTo(FINAL);
    }

    @Test
    void aPartOfSomethingAvailableWaitsUnlessItIsRefusedItself() {
        assertThat(decide(JOINING, PERMISSION))
                .as("the permission may be unknown")
                .isEqualTo(AGAIN);
        assertThat(decide(JOINING, GONE)).isEqualTo(FINAL);

        clock.now += Duration.ofSeconds(10).toNanos();

        assertThat(decide(JOINING, NETWORK)).isEqualTo(AGAIN);
        assertThat(decide(JOINING, ELECTION)).isEqualTo(AGAIN);
        assertThat(decide(JOINING, CREDENTIALS, CREDENTIALS)).isEqualTo(AGAIN);
        assertThat(decide(JOINING, new TlsException("no certificate", null))).isEqualTo(AGAIN);
        assertThat(decide(JOINING, PERMISSION, NETWORK)).isEqualTo(AGAIN);
        assertThat(decide(JOINING, PERMISSION, PERMISSION)).isEqualTo(FINAL);
        attempts.reconnecting();
        attempts.reconnecting();
        assertThat(decide(JOINING, NETWORK)).isEqualTo(GIVE_UP);
    }

    @Test
    void aStreamThatIsGoneIsFinalIfAllNodesSaySo() {
        assertThat(decide(RECOVERING, GONE, GONE)).isEqualTo(FINAL);
        assertThat(decide(RECOVERING, GONE, NETWORK)).isEqualTo(AGAIN);
    }

    @Test
    void theLimitOfReconnectsEndsIt() {
        attempts.reconnecting();
        assertThat(decide(RECOVERING, NETWORK)).isEqualTo(AGAIN);
        attempts.reconnecting();

        assertThat(decide(RECOVERING, NETWORK)).isEqualTo(GIVE_UP);
    }

    @Test
    void countingBeginsAgainAfterASuccessThatLasted() {
        attempts.reconnecting();
        attempts.reconnecting();
        attempts.succeeded();
        clock.now += Duration.ofSeconds(1).toNanos();
        attempts.lost();

        assertThat(attempts.reconnects()).isZero();
        assertThat(decide(RECOVERING, NETWORK)).isEqualTo(AGAIN);
    }

    @Test
    void aSuccessThatDidNotLastCounts() {
        attempts.reconnecting();
        attempts.reconnecting();
        attempts.succeeded();
        attempts.lost();

        assertThat(decide(RECOVERING, NETWORK)).isEqualTo(GIVE_UP);
    }
}
