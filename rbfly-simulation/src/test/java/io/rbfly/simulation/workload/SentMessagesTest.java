package io.rbfly.simulation.workload;

import static org.assertj.core.api.Assertions.assertThat;

import io.rbfly.client.api.error.ClosedException;
import io.rbfly.client.api.error.ConnectionException;
import io.rbfly.client.api.error.RequestTimeoutException;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;

/** Which messages may be stored behind those that were sent later. */
class SentMessagesTest {
    private final SentMessages messages = new SentMessages();

    @Test
    void oneWithoutOutcomeBehindThoseOfTheNextPublisher() {
        messages.failed(3, new ClosedException("closed without a confirm"));
        messages.failed(4, new CancellationException());
        messages.failed(5, new RequestTimeoutException("no confirm"));
        messages.closed(6);

        for (long number = 3; number < 6; number++) {
            assertThat(messages.mayFollow(number, 6)).isTrue();
            assertThat(messages.mayFollow(number, 5)).as("the same publisher").isFalse();
        }
    }

    @Test
    void noneOfAPublisherThatIsOpen() {
        messages.closed(3);
        messages.failed(3, new CancellationException());

        assertThat(messages.mayFollow(3, 4)).isFalse();
    }

    @Test
    void noneWithAnOutcome() {
        messages.failed(3, new ConnectionException("lost", null));
        messages.closed(4);

        assertThat(messages.mayFollow(2, 4)).as("confirmed").isFalse();
        assertThat(messages.mayFollow(3, 4)).isFalse();
    }
}
