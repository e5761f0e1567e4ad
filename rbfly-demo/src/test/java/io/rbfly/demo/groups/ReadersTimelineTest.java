package io.rbfly.demo.groups;

import static org.assertj.core.api.Assertions.assertThat;

import io.rbfly.demo.groups.Schedule.Change;
import org.junit.jupiter.api.Test;

class ReadersTimelineTest {
    @Test
    void beginsWhenTheFirstConsumerComes() {
        GroupOfThree group = new GroupOfThree().afterSeconds(7);
        assertThat(group.timeline.now()).isZero();

        group.changed("A", Change.JOINS).afterSeconds(2);

        assertThat(group.timeline.now()).isEqualTo(2);
    }

    @Test
    void showsWhoReadsWhat() {
        assertThat(GroupOfThree.played().timeline.readers()).isEqualTo("0:B  1:B");
        assertThat(new GroupOfThree().reads("C", 1).timeline.readers()).isEqualTo("0:-  1:C");
    }

    @Test
    void showsTwoReadersAtOnce() {
        assertThat(new GroupOfThree().reads("A", 0).reads("B", 0).timeline.readers())
                .isEqualTo("0:A+B  1:-");
    }

    @Test
    void remembersHowLongEachReadWhat() {
        assertThat(GroupOfThree.played().timeline.readings())
                .extracting(reading -> reading.member + " " + reading.partition + " " + reading.from + "-"
                        + reading.to() + (reading.lost() ? " lost" : ""))
                .containsExactly(
                        "A orders-0 0.0-20.0 lost",
                        "A orders-1 0.0-10.0",
                        "B orders-1 10.0-30.0",
                        "B orders-0 21.0-30.0");
    }

    @Test
    void ignoresTheLossOfAConsumerThatHasHandedOver() {
        GroupOfThree group = new GroupOfThree().reads("A", 0).stops("A", 0).reads("B", 0);

        assertThat(group.timeline.lost("A", "orders-0")).isFalse();
        assertThat(group.timeline.lost("A", "orders-1")).isFalse();
        assertThat(group.timeline.lost("B", "orders-0")).isTrue();
    }

    @Test
    void endsWithWhatThereWas() {
        GroupOfThree group = GroupOfThree.played();
        group.timeline.end();
        group.afterSeconds(100).stops("B", 0).stops("B", 1).changed("B", Change.LEAVES);
        group.timeline.gone("B");

        assertThat(group.timeline.now()).isEqualTo(30);
        assertThat(group.timeline.readers()).isEqualTo("0:B  1:B");
        assertThat(group.timeline.marks()).hasSize(3);
    }

    @Test
    void countsHandOversByTheirKind() {
        HandOvers handOvers = new HandOvers(GroupOfThree.played().timeline.readings());

        assertThat(handOvers.orderly()).isEqualTo(1);
        assertThat(handOvers.afterLoss()).isEqualTo(1);
        assertThat(handOvers.overlapping()).isZero();
    }

    @Test
    void countsPartitionsWithTwoReaders() {
        GroupOfThree group = new GroupOfThree()
                .changed("A", Change.JOINS)
                .reads("A", 0)
                .afterSeconds(1)
                .reads("B", 0)
                .afterSeconds(1)
                .stops("A", 0);

        assertThat(new HandOvers(group.timeline.readings()).overlapping()).isEqualTo(1);
    }
}
