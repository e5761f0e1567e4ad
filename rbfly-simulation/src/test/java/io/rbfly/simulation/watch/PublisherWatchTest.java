package io.rbfly.simulation.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.rbfly.client.api.PublisherOptions;
import io.rbfly.simulation.model.Finding;
import io.rbfly.simulation.model.Findings;
import io.rbfly.simulation.plan.PublisherPlan;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class PublisherWatchTest {
    private static final long SECOND = 1_000_000_000;

    private final Findings findings = new Findings();
    private final PublisherPlan plan = new PublisherPlan(
            0,
            0,
            1,
            0,
            PublisherOptions.DEFAULT
                    .withMaxUnconfirmed(2)
                    .withMaxFrameDelay(Duration.ofMillis(100))
                    .withMaxPendingBytes(10),
            PublisherPlan.Sending.SEND,
            10,
            1,
            Duration.ZERO,
            0,
            false,
            0,
            Duration.ZERO,
            false);
    private final PublisherWatch watch = new PublisherWatch(plan, false, findings);
    private final Declared first = new Declared(0, "s", "");
    private final Declared second = new Declared(0, "s", "");

    private void publish(Declared at, long id, long number, long nanos) {
        watch.published(at, new Entry(id, List.of(number), 1, null), nanos, 0);
    }

    @Test
    void aBatchCountsAsItsMessages() {
        watch.published(first, new Entry(2, List.of(0L, 1L), 2, null), 0, 0);
        publish(first, 3, 2, 0);

        assertThat(invariant()).isEqualTo("no more messages are unconfirmed than permitted");
    }

    @Test
    void aMessageOfAConfirmedBatchIsSentAgain() {
        watch.published(first, new Entry(2, List.of(0L, 1L), 2, null), 0, 0);
        watch.confirmed(first, new long[] {2}, 1);
        publish(second, 2, 0, 2);

        assertThat(invariant()).isEqualTo("a confirmed message is not sent again");
    }

    private String invariant() {
        Finding found = findings.first();
        return found == null ? "" : found.invariant();
    }

    @Test
    void whatIsNotConfirmedIsSentAgain() {
        publish(first, 1, 0, 0);
        publish(first, 2, 1, 0);
        watch.confirmed(first, new long[] {1}, 1);
        publish(second, 2, 1, 2);
        publish(second, 3, 2, 3);

        assertThat(invariant()).isEmpty();
    }

    @Test
    void aRefusalMayBeLostWithTheConfirmOfALaterMessage() {
        PublisherWatch refused = refusedAndSentAgain("p", true);

        assertThat(refused.isTakenFor(0, number -> number == 1)).isTrue();
        assertThat(refused.isTakenFor(1, number -> number == 0))
                .as("none after it")
                .isFalse();
        assertThat(refused.isTakenFor(2, number -> number == 3)).as("sent once").isFalse();
        assertThat(refusedAndSentAgain("", true).isTakenFor(0, number -> number == 1))
                .isFalse();
        assertThat(refusedAndSentAgain("p", false).isTakenFor(0, number -> number == 1))
                .isFalse();
    }

    private PublisherWatch refusedAndSentAgain(String name, boolean refuses) {
        PublisherPlan named = new PublisherPlan(
                0,
                0,
                1,
                0,
                name.isEmpty() ? PublisherOptions.DEFAULT : PublisherOptions.named(name),
                PublisherPlan.Sending.SEND,
                10,
                1,
                Duration.ZERO,
                0,
                false,
                0,
                Duration.ZERO,
                false);
        PublisherWatch watched = new PublisherWatch(named, refuses, findings);
        for (Declared each : List.of(new Declared(0, "s", name), new Declared(0, "s", name))) {
            watched.published(each, new Entry(1, List.of(0L), 1, null), 0, 0);
            watched.published(each, new Entry(2, List.of(1L), 1, null), 0, 0);
        }
        watched.published(new Declared(0, "s", name), new Entry(3, List.of(2L), 1, null), 0, 0);
        return watched;
    }

    @Test
    void tooManyAreUnconfirmed() {
        publish(first, 1, 0, 0);
        publish(first, 2, 1, 0);
        publish(first, 3, 2, 0);

        assertThat(invariant()).isEqualTo("no more messages are unconfirmed than permitted");
    }

    @Test
    void aConfirmedMessageIsSentAgain() {
        publish(first, 1, 0, 0);
        watch.confirmed(first, new long[] {1}, 1);
        publish(second, 1, 0, 2);

        assertThat(invariant()).isEqualTo("a confirmed message is not sent again");
    }

    @Test
    void aMessageIsSentAgainUnderAnotherId() {
        publish(first, 1, 0, 0);
        publish(second, 2, 0, 1);

        assertThat(invariant()).isEqualTo("a message is sent again with its publishing id");
    }

    @Test
    void aMessageWaitsTooLong() {
        watch.accepted(0, 1, 0);
        publish(first, 1, 0, 2 * SECOND);

        assertThat(invariant()).isEqualTo("a message does not wait longer than the frame delay");
    }

    @Test
    void aMessageWaitsUntilItsPublisherIsDeclared() {
        first.possibleSince = 2 * SECOND;
        watch.accepted(0, 1, 0);
        publish(first, 1, 0, 2 * SECOND + 1);

        assertThat(invariant()).isEmpty();
    }

    @Test
    void tooManyBytesAreUnconfirmed() {
        PublisherWatch limited =
                new PublisherWatch(plan.with(PublisherOptions.DEFAULT.withMaxUnconfirmedBytes(10)), false, findings);
        limited.published(first, new Entry(1, List.of(0L), 11, null), 0, 0);
        limited.confirmed(first, new long[] {1}, 0);
        limited.published(first, new Entry(2, List.of(1L), 5, null), 0, 0);
        limited.published(first, new Entry(3, List.of(2L), 5, null), 0, 0);
        assertThat(invariant()).isEmpty();

        limited.published(first, new Entry(4, List.of(3L), 1, null), 0, 0);
        assertThat(invariant()).isEqualTo("no more bytes are unconfirmed than permitted");
    }

    private void accept(long number, int bytes) {
        watch.accepted(number, bytes, 0);
        watch.kept(number);
    }

    @Test
    void tooManyBytesWait() {
        publish(first, 1, 0, 0);
        accept(1, 9);
        accept(2, 100);
        assertThat(invariant()).isEmpty();

        accept(3, 1);
        assertThat(invariant()).isEqualTo("no more bytes wait to be sent than permitted");
    }

    @Test
    void bytesWithinTheWindowDoNotCount() {
        publish(first, 1, 0, 0);
        watch.confirmed(first, new long[] {1}, 0);
        accept(1, 100);
        accept(2, 100);

        assertThat(invariant()).isEmpty();
    }

    @Test
    void bytesThatWereSentOrRefusedOrAreOfAFormerPublisherDoNotWait() {
        accept(0, 10);
        publish(first, 1, 0, 0);
        accept(1, 10);
        watch.failed(1);
        accept(2, 10);
        watch.opened(3);
        accept(3, 10);

        assertThat(invariant()).isEmpty();
    }

    @Test
    void aMessageWaitsForRoom() {
        for (int number = 0; number < 3; number++) {
            watch.accepted(number, 1, 0);
        }
        publish(first, 1, 0, 0);
        publish(first, 2, 1, 0);
        watch.confirmed(first, new long[] {1}, 5 * SECOND);
        publish(first, 3, 2, 5 * SECOND);

        assertThat(invariant()).isEmpty();
    }
}
