package io.rbfly.simulation.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.rbfly.client.api.SubscriptionOptions;
import io.rbfly.simulation.model.Finding;
import io.rbfly.simulation.model.Findings;
import io.rbfly.simulation.plan.ReaderPlan;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ReaderWatchTest {
    private long turn;
    private final Findings findings = new Findings();
    private final ReaderWatch watch = new ReaderWatch(
            new ReaderPlan(
                    0,
                    0,
                    1,
                    0,
                    SubscriptionOptions.DEFAULT.withMaxBufferedChunks(2).withMaxBufferedBytes(12),
                    ReaderPlan.Reading.NEXT,
                    ReaderPlan.Start.FIRST,
                    Duration.ZERO,
                    Duration.ZERO,
                    Duration.ZERO,
                    false,
                    false),
            findings,
            () -> turn);
    private final Declared first = new Declared(0, "s", "");

    private String invariant() {
        Finding found = findings.first();
        return found == null ? "" : found.invariant();
    }

    @Test
    void chunksThatAreReadGiveCredit() {
        watch.credit(first, 2);
        watch.chunk(first, 10, 6);
        watch.chunk(first, 20, 6);
        watch.delivered(9);
        watch.credit(first, 1);

        assertThat(invariant()).isEmpty();
    }

    @Test
    void aChunkGivesCreditBeforeItIsRead() {
        watch.credit(first, 2);
        watch.chunk(first, 10, 6);
        watch.delivered(8);
        watch.credit(first, 1);

        assertThat(invariant()).isEqualTo("no more chunks are buffered than permitted");
    }

    @Test
    void creditIsGivenAboveTheBytes() {
        watch.credit(first, 2);
        watch.chunk(first, 10, 1);
        watch.chunk(first, 20, 12);
        watch.delivered(9);
        watch.credit(first, 1);
        assertThat(invariant())
                .as("the client has not processed the second chunk")
                .isEmpty();

        turn++;
        watch.credit(first, 0);
        watch.delivered(10);
        assertThat(invariant()).isEmpty();

        first.credit = 0;
        watch.credit(first, 1);
        assertThat(invariant()).isEqualTo("no credit is given above the bytes that are permitted");
    }

    @Test
    void closedBeforeTheBrokerHasAnswered() {
        watch.credit(first, 1);
        first.state = Declared.State.DELETING;
        watch.closed(0, 1, 0, 10);

        assertThat(invariant()).isEqualTo("a subscription is closed when the broker has deleted it");
    }

    @Test
    void closedLongAfterTheBrokerHasAnswered() {
        watch.credit(first, 1);
        first.state = Declared.State.GONE;
        watch.left(first, true, 5);
        watch.closed(0, 16, 0, 10);

        assertThat(invariant()).isEqualTo("closing a subscription waits for the broker only");
    }

    @Test
    void whatIsProcessedIsStoredBeforeASubscriptionIsDeleted() {
        StoringWatch storing = new StoringWatch("r", findings);
        watch.credit(first, 1);
        first.state = Declared.State.DECLARED;
        watch.closing(5, storing);
        watch.left(first, true, 1);

        assertThat(invariant()).isEqualTo("the offset of the last processed message is stored");
    }

    @Test
    void theNodeThatHasDroppedItIsTriedAgainFirst() {
        watch.credit(first, 1);
        first.state = Declared.State.DECLARED;
        watch.dropped("n0", 0);
        watch.declaring("n0", Set.of("n0", "n1"), 0);

        assertThat(invariant()).isEqualTo("another node is tried first than the one that has dropped a subscription");
    }

    @Test
    void theOnlyNodeIsTriedAgain() {
        watch.credit(first, 1);
        first.state = Declared.State.DECLARED;
        watch.dropped("n0", 0);
        watch.declaring("n0", Set.of("n0"), 0);

        assertThat(invariant()).isEmpty();
    }
}
