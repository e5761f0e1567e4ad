package io.rbfly.demo.groups;

import static org.assertj.core.api.Assertions.assertThat;

import io.rbfly.demo.timeline.Svg;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class GroupsChartTest {
    @BeforeAll
    static void drawWithoutADisplay() {
        System.setProperty("java.awt.headless", "true");
    }

    @Test
    void hasALaneForEachPartitionAndConsumer() throws Exception {
        assertThat(texts(GroupOfThree.played()))
                .contains("partition 0", "partition 1", "consumer A", "consumer B", "consumer C")
                .contains("a title", "more of it", "seconds");
    }

    @Test
    void namesTheReaderInEachBar() throws Exception {
        assertThat(texts(GroupOfThree.played()))
                .filteredOn(text -> text.length() == 1 && Character.isLetter(text.charAt(0)))
                .containsExactlyInAnyOrder("A", "A", "B", "B");
    }

    @Test
    void marksWhoComesAndGoes() throws Exception {
        assertThat(texts(GroupOfThree.played())).contains("joins", "is killed").doesNotContain("leaves", "comes back");
        GroupOfThree group = GroupOfThree.played();
        group.changed("B", Schedule.Change.LEAVES).changed("A", Schedule.Change.COMES_BACK);
        assertThat(texts(group)).contains("leaves", "comes back");
    }

    @Test
    void drawsNothingButLanesWhenNothingHappened() throws Exception {
        assertThat(texts(new GroupOfThree())).contains("partition 0").doesNotContain("joins");
    }

    private static List<String> texts(GroupOfThree group) throws Exception {
        return Svg.texts(new GroupsChart(group.timeline, "a title", "more of it").chart());
    }
}
