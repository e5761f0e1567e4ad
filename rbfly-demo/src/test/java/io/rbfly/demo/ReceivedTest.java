package io.rbfly.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReceivedTest {
    private final Received received = new Received(3);

    @Test
    void countsByNumberAndNotByOffset() {
        received.add(Received.body(0), 10);
        received.add(Received.body(1), 12);
        received.add(Received.body(2), 20);

        assertThat(received.count()).isEqualTo(3);
        assertThat(received.firstOffset()).isEqualTo(10);
        assertThat(received.lastOffset()).isEqualTo(20);
        assertThat(received.missing()).isZero();
        assertThat(received.repeated()).isZero();
    }

    @Test
    void knowsWhenAllWereRead() {
        received.add(Received.body(2), 0);
        received.add(Received.body(1), 1);
        received.add(Received.body(1), 2);
        assertThat(received.all()).isNotDone();

        received.add(Received.body(0), 3);

        assertThat(received.all()).isDone();
    }

    @Test
    void missesTheEndOnlyWhenItIsExpected() {
        received.add(Received.body(0), 0);
        assertThat(received.missing()).isZero();

        received.expectAll();

        assertThat(received.missing()).isEqualTo(2);
    }

    @Test
    void hasNoOffsetsBeforeTheFirstMessage() {
        assertThat(received.firstOffset()).isNull();
        assertThat(received.lastOffset()).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"hello", "hello ", "hello x", "hello 3", "hello -1", "hello 4294967295", "bye 1", ""})
    void refusesMessagesOfOthers(String body) {
        assertThatThrownBy(() -> received.add(body, 5))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("offset 5");
    }

    @Test
    void refusesBodiesOfAnotherType() {
        assertThatThrownBy(() -> received.add(List.of(), 5)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> received.add(null, 5)).isInstanceOf(IllegalStateException.class);
    }
}
