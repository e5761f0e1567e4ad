package io.rbfly.demo.groups;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;

class GroupsSummaryTest {
    private final ProcessedCheck check = new ProcessedCheck();

    @Test
    void tellsWhatHappened() throws Exception {
        check.processed("orders-0", "a", 0);
        check.processed("orders-0", "a", 1);
        check.readerLost("orders-0");
        check.processed("orders-0", "a", 1);
        check.allPublished(2);

        GroupsSummary summary = new GroupsSummary(GroupOfThree.played().timeline, check);
        JsonNode json = new ObjectMapper().readTree(summary.json());

        assertThat(summary.asPromised()).isTrue();
        assertThat(json.path("partitions").asInt()).isEqualTo(2);
        assertThat(json.path("handedOver").asInt()).isEqualTo(1);
        assertThat(json.path("takenOver").asInt()).isEqualTo(1);
        assertThat(json.path("messagesProcessed").asInt()).isEqualTo(3);
        assertThat(json.path("repeatedAfterLoss").asInt()).isEqualTo(1);
        assertThat(summary.line())
                .isEqualTo("3 messages processed: 0 missing, 0 out of order, 0 repeated by 1 orderly hand-overs,"
                        + " 1 after the kill");
    }

    @Test
    void doesNotPromiseWhatIsNotKnown() {
        assertThat(new GroupsSummary(GroupOfThree.played().timeline, check).text())
                .contains("not all were published");
    }

    @Test
    void isAlignedForPeople() {
        assertThat(new GroupsSummary(GroupOfThree.played().timeline, check)
                        .text()
                        .lines()
                        .skip(1))
                .isNotEmpty()
                .allSatisfy(row -> assertThat(row).matches(" {2}.{22} [ 0-9]{7}\\d.*"));
    }

    @Test
    void isNotContentWithASkippedMessage() {
        check.allPublished(1);

        assertThat(asPromised(new GroupOfThree())).isFalse();
    }

    @Test
    void isNotContentWithARepeatedMessage() {
        check.processed("orders-0", "a", 0);
        check.processed("orders-0", "a", 0);

        assertThat(asPromised(new GroupOfThree())).isFalse();
    }

    @Test
    void isNotContentWithTwoReadersAtOnce() {
        GroupOfThree group =
                new GroupOfThree().changed("A", Schedule.Change.JOINS).reads("A", 0);

        assertThat(asPromised(group.afterSeconds(1).reads("B", 0).afterSeconds(1)))
                .isFalse();
    }

    private boolean asPromised(GroupOfThree group) {
        return new GroupsSummary(group.timeline, check).asPromised();
    }
}
