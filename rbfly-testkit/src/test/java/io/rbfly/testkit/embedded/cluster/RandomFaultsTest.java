package io.rbfly.testkit.embedded.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.rbfly.testkit.embedded.log.StoredChunk;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What holds whatever happens to a cluster. */
class RandomFaultsTest {
    private static final int STEPS = 400;

    /** A run of a cluster in which everything is drawn from a seed. */
    private static final class Run {
        private final TestCluster cluster = new TestCluster(3);
        private final Random random;
        private final ReplicatedStream stream = cluster.stream("s", Map.of("stream-max-segment-size-bytes", "2000"));
        private final List<String> history = new ArrayList<>();
        private final TreeSet<Long> confirmed = new TreeSet<>();
        private TestCluster.Publisher publisher;
        private long lastId;

        private Run(long seed) {
            random = new Random(seed);
            cluster.state.faults().survivors(uncommitted -> random.nextInt(uncommitted + 1));
            cluster.state.faults().election(candidates -> candidates.get(random.nextInt(candidates.size())));
            cluster.state.faults().commitDelays(each -> Duration.ofMillis(random.nextInt(3) * 5));
            publisher = declare(0);
        }

        private TestCluster.Publisher declare(int node) {
            return cluster.client("p", node).publisher(stream, "ref");
        }

        private void step() {
            Node node = cluster.node(random.nextInt(3));
            switch (random.nextInt(40)) {
                case 0 -> cluster.state.kill(node);
                case 1 -> cluster.state.isolate(node, true);
                case 2 -> cluster.state.freeze(node);
                case 3, 4 -> cluster.state.holdCommits(true);
                case 5 -> moveLeader(node);
                case 6, 7, 8 -> cluster.state.start(node);
                case 9, 10, 11 -> cluster.state.isolate(node, false);
                case 12, 13, 14 -> cluster.state.thaw(node);
                case 15, 16, 17 -> cluster.state.holdCommits(false);
                case 18, 19 -> stream.storeOffset("app", random.nextInt(1_000));
                case 20 -> cluster.advance(Duration.ofSeconds(random.nextInt(70)));
                default -> write();
            }
            cluster.advance(Duration.ofMillis(random.nextInt(60)));
            List<String> events = cluster.events();
            history.addAll(events);
            events.forEach(this::observe);
        }

        private void moveLeader(Node node) {
            if (stream.members().contains(node) && node.isMember()) {
                cluster.state.moveLeader(stream, node);
            }
        }

        /** Sends all messages again that are not confirmed, on a connection to any node that takes them. */
        private void write() {
            int node = random.nextInt(3);
            if (stream.isWritableFrom(cluster.node(node))) {
                publisher.close();
                publisher = declare(node);
                long first = confirmed.isEmpty() ? 1 : confirmed.last() + 1;
                lastId = Math.max(lastId, first) + 1;
                for (long id = first; id <= lastId; id++) {
                    publisher.write(id);
                }
            }
        }

        private void observe(String event) {
            if (event.contains("confirmed")) {
                String ids = event.substring(event.indexOf('[') + 1, event.indexOf(']'));
                for (String id : ids.split(", ")) {
                    confirmed.add(Long.parseLong(id));
                }
            }
            assertThat(cluster.state.usedMemory()).isEqualTo(stream.log().memory());
        }

        private long stored() {
            long messages = 0;
            long end = 0;
            for (long index = 0; index < stream.log().commitIndex(); index++) {
                StoredChunk chunk = stream.log().chunk(index);
                assertThat(chunk.firstOffset()).isEqualTo(end);
                end = chunk.endOffset();
                messages += chunk.isUserChunk() ? chunk.chunk().messageCount() : 0;
            }
            return messages;
        }

        private void heal() {
            cluster.state.holdCommits(false);
            cluster.state.nodes().forEach(node -> {
                cluster.state.isolate(node, false);
                cluster.state.thaw(node);
                cluster.state.start(node);
            });
            settle();
            write();
            settle();
            cluster.events().forEach(this::observe);
        }

        /** A commit that follows another begins when time has moved. */
        private void settle() {
            for (int i = 0; i < 10; i++) {
                cluster.advance(Duration.ofMillis(100));
            }
        }

        private Run complete() {
            for (int i = 0; i < STEPS; i++) {
                step();
            }
            heal();
            return this;
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
    void neitherLoseNorRepeatWhatANamedPublisherSendsAgainUntilItIsConfirmed(long seed) {
        Run run = new Run(seed).complete();
        assertThat(run.stream.leader()).isNotNull();
        assertThat(run.stream.log().commitIndex()).isEqualTo(run.stream.log().endIndex());
        assertThat(run.lastId).as("there were messages").isGreaterThan(30);
        assertThat(run.confirmed).as("all ids from 1 on").hasSize((int) run.lastId);
        assertThat(run.stored()).isEqualTo(run.lastId);
        assertThat(run.stream.log().sequence("ref")).hasValue(run.lastId);
        assertThat(run.stream.epoch()).as("there were failures").isGreaterThan(1);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void areTheSameAgain(long seed) {
        assertThat(new Run(seed).complete().history).isNotEmpty().isEqualTo(new Run(seed).complete().history);
    }
}
