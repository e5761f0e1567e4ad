package io.rbfly.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SummaryTest {
    private static final List<String> KEYS = List.of(
            "calculations",
            "calculationMillis",
            "messagesRead",
            "firstOffset",
            "lastOffset",
            "missing",
            "repeated",
            "heartbeatsSent",
            "heartbeatsReceived",
            "closedByBroker",
            "reconnects",
            "longestBlockMillis",
            "longestPauseMillis");

    @Test
    void hasTheseKeysAndNoOthers() throws Exception {
        assertThat(json(new Recorded(), new Received(1)).fieldNames())
                .toIterable()
                .containsExactlyElementsOf(KEYS);
    }

    @Test
    void tellsWhatHappened() throws Exception {
        Received received = new Received(10);
        received.add(Received.body(0), 0);
        received.add(Received.body(1), 3);
        received.add(Received.body(1), 4);
        received.add(Received.body(3), 5);

        JsonNode json = json(Recorded.interrupted().calculation(Duration.ofMillis(9100)), received);

        assertThat(json.path("calculations").asInt()).isEqualTo(2);
        assertThat(json.path("calculationMillis")).hasToString("[8000,9100]");
        assertThat(json.path("messagesRead").asInt()).isEqualTo(4);
        assertThat(json.path("firstOffset").asInt()).isZero();
        assertThat(json.path("lastOffset").asInt()).isEqualTo(5);
        assertThat(json.path("missing").asInt()).isEqualTo(1);
        assertThat(json.path("repeated").asInt()).isEqualTo(1);
        assertThat(json.path("heartbeatsSent").asInt()).isEqualTo(2);
        assertThat(json.path("heartbeatsReceived").asInt()).isEqualTo(2);
        assertThat(json.path("closedByBroker").asInt()).isEqualTo(1);
        assertThat(json.path("reconnects").asInt()).isEqualTo(1);
        assertThat(json.path("longestBlockMillis").asInt()).isEqualTo(8000);
    }

    @Test
    void doesNotCountConnectionsThatTheClientClosed() throws Exception {
        JsonNode json = json(Recorded.undisturbed(), new Received(1));

        assertThat(json.path("closedByBroker").asInt()).isZero();
        assertThat(json.path("reconnects").asInt()).isZero();
        assertThat(json.path("longestBlockMillis").asInt()).isZero();
        assertThat(json.path("longestPauseMillis").asInt()).isZero();
    }

    @Test
    void tellsPausesOfTheJvmApartFromBlocks() throws Exception {
        Recorded recorded = new Recorded()
                .afterSeconds(100)
                .paused(Duration.ofMillis(2500))
                .paused(Duration.ofMillis(31_200))
                .blocked(Duration.ofSeconds(3));

        JsonNode json = json(recorded, new Received(1));

        assertThat(json.path("longestBlockMillis").asInt()).isEqualTo(3000);
        assertThat(json.path("longestPauseMillis").asInt()).isEqualTo(31_200);
        assertThat(new Summary(recorded.timeline(), new Received(1)).text())
                .containsPattern("longest pause +31200 +ms of the whole JVM");
    }

    @Test
    void hasNoOffsetsWhenNothingWasRead() throws Exception {
        JsonNode json = json(new Recorded(), new Received(1));

        assertThat(json.path("firstOffset").isNull()).isTrue();
        assertThat(json.path("lastOffset").isNull()).isTrue();
    }

    @Test
    void isAlignedForPeople() {
        String text = new Summary(Recorded.interrupted().timeline(), new Received(1)).text();

        assertThat(text.lines().skip(1))
                .isNotEmpty()
                .allSatisfy(row -> assertThat(row).matches(" {2}.{22} [ 0-9]{7}\\d.*"));
        assertThat(text.lines().findFirst()).hasValue("summary");
    }

    @Test
    void isContentWhenEachMessageCameOnceInOrder() {
        Received received = new Received(2);
        received.add(Received.body(0), 0);
        received.add(Received.body(1), 1);

        assertThat(new Summary(new Recorded().timeline(), received).nothingLost())
                .isTrue();
    }

    @Test
    void isNotContentWhenMessagesSwappedPlaces() {
        Received received = new Received(2);
        received.add(Received.body(1), 0);
        received.add(Received.body(0), 1);

        assertThat(new Summary(new Recorded().timeline(), received).nothingLost())
                .isFalse();
    }

    @Test
    void isWrittenAsJson(@TempDir Path folder) throws Exception {
        Summary summary = new Summary(new Recorded().timeline(), new Received(1));
        Path file = folder.resolve("s.json");

        summary.write(file);

        assertThat(Files.readString(file)).isEqualTo(summary.json()).endsWith("}" + System.lineSeparator());
    }

    private static JsonNode json(Recorded recorded, Received received) throws Exception {
        return new ObjectMapper().readTree(new Summary(recorded.timeline(), received).json());
    }
}
