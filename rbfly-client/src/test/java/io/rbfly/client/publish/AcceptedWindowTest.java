package io.rbfly.client.publish;

import static org.assertj.core.api.Assertions.assertThat;

import io.rbfly.client.publish.outcome.SharedOutcome;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Who waits for room and for outcomes, by the places of messages among all that were accepted. */
class AcceptedWindowTest {
    private int drops;
    private final AcceptedWindow window = new AcceptedWindow(3, 100, () -> drops++, () -> false, null);

    private void accept(int messages, int bytesOfEach) {
        for (int i = 0; i < messages; i++) {
            window.accepted(bytesOfEach);
        }
    }

    /** So many messages are confirmed, in order. */
    private void confirm(long messages, long bytes) {
        Runnable due = window.settled(messages, messages, bytes, messages);
        if (due != null) {
            due.run();
        }
    }

    @Test
    void thereIsRoomUpToTheBoundOfMessages() {
        accept(2, 1);
        assertThat(window.room()).isDone();
        accept(1, 1);

        CompletableFuture<Void> room = window.room();

        assertThat(room).isNotDone();
        assertThat(window.hasRoom()).isFalse();
        confirm(1, 1);
        assertThat(room).isDone();
    }

    @Test
    void thereIsRoomUpToTheBoundOfBytesAndAlwaysForOneMessage() {
        accept(1, 1_000);
        assertThat(window.roomForLast()).as("alone, it may be of any size").isDone();

        accept(1, 1);

        assertThat(window.roomForLast()).isNotDone();
    }

    @Test
    void whoWaitsIsServedInOrder() {
        accept(3, 1);
        List<String> order = new ArrayList<>();
        window.room().thenRun(() -> order.add("first"));
        accept(1, 1);
        window.room().thenRun(() -> order.add("second"));

        confirm(1, 1);
        assertThat(order).containsExactly("first");
        confirm(2, 2);
        assertThat(order).containsExactly("first", "second");
    }

    @Test
    void aGroupIsCompleteWhenAllBeforeItsEndHaveOutcomes() {
        accept(2, 1);
        SharedOutcome group = new SharedOutcome(() -> false, () -> {});
        group.end(window.accepted());
        assertThat(window.isReached(group)).isFalse();
        accept(1, 1);

        Runnable first = window.settled(1, 1, 1, 1);
        assertThat(first).isNull();
        confirm(2, 2);

        assertThat(group.future()).isDone();
        assertThat(window.unsettled()).isEqualTo(1);
    }

    @Test
    void whoeverWaitsFailsAtTheEnd() {
        accept(3, 1);
        CompletableFuture<Void> room = window.room();

        window.failWaiters(new IllegalStateException("over")).run();

        assertThat(room).isCompletedExceptionally();
    }

    @Test
    void futuresThatWereCancelledAreForgotten() {
        accept(3, 1);
        for (int i = 0; i < 1_000; i++) {
            window.room().cancel(false);
            window.dropped();
        }
        CompletableFuture<Void> left = window.room();

        assertThat(drops).isEqualTo(1_000);
        confirm(1, 1);
        assertThat(left).isDone();
    }
}
