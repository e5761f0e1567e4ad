package io.rbfly.client.publish.frame;

import static org.assertj.core.api.Assertions.assertThat;

import io.rbfly.client.publish.outcome.SendFuture;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MessageSlotsTest {
    private final MessageSlots slots = new MessageSlots(1);

    private SendFuture add(long id) {
        SendFuture future = new SendFuture(() -> false);
        slots.add(id, future);
        return future;
    }

    @Test
    void aMessageIsFoundOnce() {
        SendFuture future = add(5);

        assertThat(slots.settle(4)).isNull();
        assertThat(slots.settle(6)).isNull();
        assertThat(slots.settle(5)).isSameAs(future);
        assertThat(slots.settle(5)).isNull();
        assertThat(slots.unsettled()).isZero();
        assertThat(slots.count()).isEqualTo(1);
    }

    @Test
    void idsThatWrapTheSignAreFound() {
        SendFuture last = add(Long.MAX_VALUE);
        SendFuture next = add(Long.MIN_VALUE);

        assertThat(slots.settle(Long.MIN_VALUE)).isSameAs(next);
        assertThat(slots.settle(Long.MAX_VALUE)).isSameAs(last);
        assertThat(slots.settle(0)).isNull();
    }

    @Test
    void idsBeforeAndAfterAreDistinguished() {
        add(5);
        add(9);

        assertThat(slots.areBehind(4)).isTrue();
        assertThat(slots.areBehind(5)).isFalse();
        assertThat(slots.reach(9)).isTrue();
        assertThat(slots.reach(10)).isFalse();
        assertThat(slots.settle(7)).as("a gap").isNull();
    }

    /** Some frames without gaps, some with, of any length. */
    @Test
    void anyIncreasingIdsAreFound() {
        Random random = new Random(1);
        for (int round = 0; round < 200; round++) {
            MessageSlots some = new MessageSlots(1);
            List<SendFuture> futures = new ArrayList<>();
            List<Long> ids = new ArrayList<>();
            long id = random.nextLong() & ~(-1L << random.nextInt(1, 63));
            int largestStep = round % 2 + 1 + round % 3;
            for (int i = random.nextInt(100); i >= 0; i--) {
                SendFuture future = new SendFuture(() -> false);
                some.add(id, future);
                futures.add(future);
                ids.add(id);
                id += random.nextInt(1, largestStep + 1);
            }
            while (!ids.isEmpty()) {
                int index = random.nextInt(ids.size());
                assertThat(some.settle(ids.remove(index))).isSameAs(futures.remove(index));
            }
            assertThat(some.unsettled()).isZero();
        }
    }

    @Test
    void theFirstWithoutAnOutcomeAdvances() {
        add(1);
        add(2);
        add(3);
        slots.settle(2);
        assertThat(slots.firstUnsettled()).isZero();
        slots.settle(1);

        assertThat(slots.firstUnsettled()).isEqualTo(2);
    }
}
