package io.rbfly.simulation.workload;

import static org.assertj.core.api.Assertions.assertThat;

import io.rbfly.client.api.MessageFilter;
import io.rbfly.protocol.chunk.Chunk;
import io.rbfly.simulation.model.Finding;
import io.rbfly.simulation.model.Findings;
import io.rbfly.simulation.model.Payload;
import io.rbfly.simulation.model.StoredMessages;
import io.rbfly.simulation.plan.ReaderPlan;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DeliveryCheckTest {
    private static final int PUBLISHER = 1;

    private final Findings findings = new Findings();
    private final StoredMessages stored = new StoredMessages(findings);
    private final DeliveryCheck check = new DeliveryCheck("reader", stored, Selection.ALL, findings);

    /** Two chunks: offsets 0 and 1, and 2 and 3. */
    @BeforeEach
    void store() {
        store(0);
        store(2);
    }

    private void store(long offset) {
        List<byte[]> messages = List.of(Payload.of(PUBLISHER, offset, 0), Payload.of(PUBLISHER, offset + 1, 0));
        stored.add(Chunk.of(offset, 1_000 + offset, messages), id -> false, (id, number, later) -> true);
    }

    private void open(ReaderPlan.Start start, long value) {
        check.opening(start, value);
        check.opened(start, value);
    }

    private void deliver(long... offsets) {
        for (long offset : offsets) {
            check.delivered(offset, Payload.of(PUBLISHER, offset, 0));
        }
    }

    private String invariant() {
        Finding first = findings.first();
        return first == null ? "" : first.invariant();
    }

    @Test
    void anOffsetThatWasStoredIsLostWhileOpening() {
        check.opening(ReaderPlan.Start.STORED, 2);
        check.opened(ReaderPlan.Start.STORED, 0);
        deliver(2);

        assertThat(invariant()).isEmpty();
    }

    @Test
    void startsBehindTheOffsetThatIsStored() {
        check.opening(ReaderPlan.Start.STORED, 1);
        check.opened(ReaderPlan.Start.STORED, 2);
        deliver(3);

        assertThat(invariant()).isEqualTo("a subscription starts where it should");
    }

    @Test
    void anOffsetBeyondTheEndStandsForWhatIsStoredNext() {
        check.opening(ReaderPlan.Start.STORED, 90);
        store(4);
        check.opened(ReaderPlan.Start.STORED, 90);
        deliver(4);

        assertThat(invariant()).isEmpty();
    }

    @Test
    void anOffsetBeyondTheEndStandsForNothingThatIsStored() {
        check.opening(ReaderPlan.Start.STORED, 90);
        store(4);
        check.opened(ReaderPlan.Start.STORED, 90);
        deliver(3);

        assertThat(invariant()).isEqualTo("a subscription starts where it should");
    }

    @Test
    void allInOrderIsWell() {
        open(ReaderPlan.Start.FIRST, 0);
        deliver(0, 1, 2);
        assertThat(check.isAtEnd()).isFalse();
        deliver(3);

        assertThat(check.isAtEnd()).isTrue();
        assertThat(invariant()).isEmpty();
    }

    @Test
    void aMessageIsSkipped() {
        open(ReaderPlan.Start.FIRST, 0);
        deliver(0, 2);

        assertThat(invariant()).isEqualTo("no message is skipped");
    }

    @Test
    void aMessageIsRepeated() {
        open(ReaderPlan.Start.FIRST, 0);
        deliver(0, 1, 1);

        assertThat(invariant()).isEqualTo("no message is delivered twice");
    }

    @Test
    void aMessageIsAnother() {
        open(ReaderPlan.Start.FIRST, 0);
        check.delivered(0, Payload.of(PUBLISHER, 1, 0));

        assertThat(invariant()).isEqualTo("a message is delivered as it was stored");
    }

    @Test
    void aMessageIsNotStored() {
        open(ReaderPlan.Start.FIRST, 0);
        deliver(4);

        assertThat(invariant()).isEqualTo("only stored messages are delivered");
    }

    @Test
    void theStartIsWrong() {
        open(ReaderPlan.Start.LAST, 0);
        deliver(1);

        assertThat(invariant()).isEqualTo("a subscription starts where it should");
    }

    @Test
    void eachStartHasItsFirstMessage() {
        assertThat(startsAt(ReaderPlan.Start.FIRST, 0)).isZero();
        assertThat(startsAt(ReaderPlan.Start.LAST, 0)).isEqualTo(2);
        assertThat(startsAt(ReaderPlan.Start.AT, 1)).isEqualTo(1);
        assertThat(startsAt(ReaderPlan.Start.STORED, 3)).isEqualTo(3);
        assertThat(startsAt(ReaderPlan.Start.TIMESTAMP, 1_001)).isEqualTo(2);
    }

    private long startsAt(ReaderPlan.Start start, long value) {
        for (long offset = 0; offset < 4; offset++) {
            Findings fresh = new Findings();
            DeliveryCheck each = new DeliveryCheck("reader", stored, Selection.ALL, fresh);
            each.opening(start, value);
            each.opened(start, value);
            each.delivered(offset, Payload.of(PUBLISHER, offset, 0));
            if (fresh.first() == null) {
                return offset;
            }
        }
        return -1;
    }

    @Test
    void whatIsStoredWhileItOpensMayBeTheStart() {
        check.opening(ReaderPlan.Start.NEXT, 0);
        store(4);
        check.opened(ReaderPlan.Start.NEXT, 0);
        assertThat(check.isAtEnd()).isTrue();
        deliver(4, 5);

        assertThat(invariant()).isEmpty();
    }

    @Test
    void nothingIsDeliveredAfterClosing() {
        open(ReaderPlan.Start.FIRST, 0);
        deliver(0);
        check.closing();
        deliver(1);
        assertThat(invariant()).isEmpty();
        check.closed();
        deliver(2);

        assertThat(invariant()).isEqualTo("nothing is delivered after closing");
    }

    @Test
    void whatRetentionHasDeletedMayBeSkipped() {
        open(ReaderPlan.Start.FIRST, 0);
        stored.bounds(() -> 4, () -> 1);
        deliver(1);
        assertThat(invariant()).isEmpty();
        deliver(3);

        assertThat(invariant()).isEqualTo("no message is skipped");
    }

    /** Number 3 has no filter value, 1 and 2 have others than 0. */
    private DeliveryCheck selecting(MessageFilter filter) {
        DeliveryCheck selecting =
                new DeliveryCheck("reader", stored, new Selection(filter, Set.of(PUBLISHER)), findings);
        selecting.opening(ReaderPlan.Start.FIRST, 0);
        selecting.opened(ReaderPlan.Start.FIRST, 0);
        return selecting;
    }

    @Test
    void whatAFilterSelectsMayNotBeSkipped() {
        DeliveryCheck selecting = selecting(MessageFilter.of("value-0"));
        selecting.delivered(0, Payload.of(PUBLISHER, 0, 0));
        assertThat(selecting.isAtEnd()).isTrue();
        store(4);
        assertThat(selecting.isAtEnd()).isFalse();
        selecting.delivered(3, Payload.of(PUBLISHER, 3, 0)); // in the same chunk as another
        selecting.delivered(5, Payload.of(PUBLISHER, 5, 0));

        assertThat(invariant()).isEqualTo("no message is skipped");
    }

    @Test
    void whatTheClientDropsIsNotDelivered() {
        selecting(MessageFilter.of("value-0").withFilterValue(message -> "")).delivered(1, Payload.of(PUBLISHER, 1, 0));

        assertThat(invariant()).isEqualTo("a message that is not selected is not delivered");
    }

    private StoredMessages createAgain(long... numbers) {
        StoredMessages fresh = stored.anew();
        List<byte[]> messages = new ArrayList<>();
        for (long number : numbers) {
            messages.add(Payload.of(PUBLISHER, number, 0));
        }
        fresh.add(Chunk.of(0, 2_000, messages), id -> false, (id, number, later) -> true);
        stored.replacedBy(fresh);
        return fresh;
    }

    @Test
    void aStreamThatIsCreatedAgainIsReadFromItsBeginning() {
        open(ReaderPlan.Start.FIRST, 0);
        deliver(0, 1);
        createAgain(10, 11);
        assertThat(check.isAtEnd())
                .as("nothing is behind the offset that was reached")
                .isTrue();
        deliver(2);
        check.delivered(0, Payload.of(PUBLISHER, 10, 0));
        assertThat(check.isAtEnd()).isFalse();
        check.delivered(1, Payload.of(PUBLISHER, 11, 0));

        assertThat(invariant()).isEmpty();
        assertThat(check.isAtEnd()).isTrue();
    }

    @Test
    void aStreamThatIsCreatedAgainIsReadFromTheOffsetThatWasReached() {
        open(ReaderPlan.Start.FIRST, 0);
        deliver(0);
        createAgain(10, 11, 12, 13);
        check.delivered(1, Payload.of(PUBLISHER, 11, 0));
        assertThat(invariant()).isEmpty();
        check.delivered(3, Payload.of(PUBLISHER, 13, 0));

        assertThat(invariant()).isEqualTo("no message is skipped");
    }

    @Test
    void aStreamThatTheClientBeginsAgainIsReadFromItsBeginning() {
        open(ReaderPlan.Start.FIRST, 0);
        deliver(0);
        createAgain(10, 11, 12, 13);
        check.restarted();
        deliver(1);
        check.delivered(2, Payload.of(PUBLISHER, 12, 0));

        assertThat(invariant()).isEqualTo("no message is skipped");
    }

    @Test
    void aStreamThatIsCreatedAgainIsNotReadFromAnywhere() {
        open(ReaderPlan.Start.FIRST, 0);
        deliver(0);
        createAgain(10, 11, 12, 13);
        check.delivered(2, Payload.of(PUBLISHER, 12, 0));

        assertThat(invariant()).isEqualTo("no message is skipped");
    }
}
