package io.rbfly.demo.groups;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.rbfly.client.StreamsClient;
import io.rbfly.client.api.stream.SuperStreamOptions;
import io.rbfly.demo.Captured;
import io.rbfly.testkit.embedded.EmbeddedBroker;
import io.rbfly.testkit.junit.EmbeddedBrokerTest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The programme on the embedded broker. */
@EmbeddedBrokerTest
@Timeout(value = 2, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class GroupsProgramTest {
    private final Captured out = new Captured();
    private final Captured err = new Captured();
    private final GroupsOptions options = new GroupsOptions();

    @TempDir
    Path folder;

    GroupsProgramTest(EmbeddedBroker broker) {
        options.uri = broker.uri();
        options.seconds = 4;
        options.partitions = 3;
        options.rate = 200;
    }

    @Test
    void losesAndRepeatsNothingWhenConsumersComeAndGo(EmbeddedBroker broker) throws Exception {
        options.summary = folder.resolve("s.json");
        options.timeline = folder.resolve("t.svg");

        assertThat(run()).as(out.text() + err.text()).isZero();

        JsonNode summary = new ObjectMapper().readTree(Files.readString(folder.resolve("s.json")));
        assertThat(summary.path("handedOver").asInt()).isGreaterThanOrEqualTo(3);
        assertThat(summary.path("takenOver").asInt()).isPositive();
        assertThat(summary.path("messagesProcessed").asLong()
                        - summary.path("repeatedAfterLoss").asLong())
                .isEqualTo(800);
        assertThat(out.text()).contains("B joins", "B leaves in order", "A is killed", "A comes back", "C reads ");
        assertThat(folder.resolve("t.svg")).content().contains("partition 2", "consumer C");
        assertThat(exists(broker)).isFalse();
    }

    @Test
    void leavesAnExistingSuperStreamAlone(EmbeddedBroker broker) {
        options.stream = "orders";
        StreamsClient.create(broker.uri())
                .use(client -> client.createSuperStream("orders", SuperStreamOptions.partitions(3)))
                .join();

        assertThat(run()).isEqualTo(1);

        assertThat(err.text())
                .isEqualToNormalizingNewlines(
                        "rbfly-demo: super stream orders exists: choose another name with --stream\n");
        assertThat(out.text()).isEmpty();
        assertThat(exists(broker)).isTrue();
    }

    private int run() {
        return new GroupsProgram(options, out.stream(), err.stream()).run();
    }

    private boolean exists(EmbeddedBroker broker) {
        return StreamsClient.create(broker.uri())
                .use(client -> client.superStreamExists(options.superStream()))
                .join();
    }
}
