package io.rbfly.client.grouping;

import static io.rbfly.client.support.Streams.await;
import static io.rbfly.client.support.Streams.connect;
import static io.rbfly.client.support.Streams.newName;
import static org.assertj.core.api.Assertions.assertThat;

import io.rbfly.client.StreamsClient;
import io.rbfly.client.api.Publisher;
import io.rbfly.client.api.Routing;
import io.rbfly.client.api.stream.SuperStreamOptions;
import io.rbfly.testkit.broker.Broker;
import io.rbfly.testkit.broker.BrokerTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Processes that share the partitions of a super stream, of which some are killed. */
@Timeout(value = 12, unit = TimeUnit.MINUTES)
class GroupOfProcessesIT {
    private static final int PARTITIONS = 4;
    private static final int CHANGES = 50;
    private static final int MEMBERS = 3;
    private static final int MESSAGES_PER_CHANGE = 200;

    @TempDir
    Path folder;

    private final List<GroupProcess> members = new ArrayList<>();
    private final Set<String> killed = new HashSet<>();
    private final Random random = new Random(2026);
    private int left;
    private int started;

    @AfterEach
    void killMembers() throws Exception {
        for (GroupProcess member : members) {
            member.kill();
        }
    }

    /** In each partition, numbers follow one another, except where a process was killed: there they are repeated. */
    @BrokerTest(versions = "4.3")
    void onlyWhatAKilledProcessHadNotStoredIsProcessedAgain(Broker broker) throws Exception {
        StreamsClient client = connect(broker.uri());
        String superStream = newName();
        Path file = Files.createFile(folder.resolve("processed"));
        await(client.createSuperStream(superStream, SuperStreamOptions.partitions(PARTITIONS)));
        Publisher publisher = await(client.superStreamPublisher(
                superStream, Routing.of((body, partitions) -> List.of(partitions.get((int) body % PARTITIONS)))));
        int published = 0;
        for (int change = 0; change < CHANGES; change++) {
            List<CompletableFuture<Long>> sent = new ArrayList<>();
            for (int i = 0; i < MESSAGES_PER_CHANGE; i++) {
                sent.add(publisher.send(published++));
            }
            for (CompletableFuture<Long> each : sent) {
                await(each);
            }
            change(broker, superStream, file);
            // Some of it while the next change happens.
            awaitDifferent(file, published - MESSAGES_PER_CHANGE / 2);
        }
        awaitDifferent(file, published);
        while (!members.isEmpty()) {
            assertThat(members.remove(0).leave()).as("exit code").isZero();
        }

        Map<String, List<String[]>> byPartition = new HashMap<>();
        for (String line : lines(file)) {
            String[] words = line.split(" ");
            byPartition.computeIfAbsent(words[0], key -> new ArrayList<>()).add(words);
        }
        assertThat(byPartition).hasSize(PARTITIONS);
        byPartition.forEach((partition, lines) -> assertInOrder(lines));
        assertThat(killed).hasSizeGreaterThan(CHANGES / 10);
        assertThat(left).isGreaterThan(CHANGES / 10);
        await(client.deleteSuperStream(superStream));
        await(client.close());
    }

    private void change(Broker broker, String superStream, Path file) throws Exception {
        if (members.size() < MEMBERS) {
            members.add(GroupProcess.start("member" + started++, broker.uri(), superStream, file));
            return;
        }
        GroupProcess member = members.remove(random.nextInt(MEMBERS));
        if (random.nextBoolean()) {
            member.kill();
            killed.add(member.name());
        } else {
            assertThat(member.leave()).as("exit code").isZero();
            left++;
        }
    }

    private void assertInOrder(List<String[]> lines) {
        int next = Integer.parseInt(lines.get(0)[1]);
        assertThat(next).isLessThan(PARTITIONS);
        String before = "";
        for (String[] line : lines) {
            int number = Integer.parseInt(line[1]);
            String what = String.join(" ", line) + " after " + before;
            assertThat(number).as(what).isLessThanOrEqualTo(next);
            if (number < next) {
                assertThat(killed).as(what).contains(before);
                assertThat(line[2]).as(what).isNotEqualTo(before);
            }
            next = number + PARTITIONS;
            before = line[2];
        }
    }

    /** The complete lines: a process may be writing one. */
    private static List<String> lines(Path file) throws IOException {
        String text = Files.readString(file);
        return text.substring(0, text.lastIndexOf('\n') + 1).lines().toList();
    }

    private static void awaitDifferent(Path file, int count) throws IOException {
        long giveUp = System.nanoTime() + TimeUnit.SECONDS.toNanos(90);
        long different = 0;
        while (different < count) {
            different = lines(file).stream()
                    .map(line -> Arrays.asList(line.split(" ")).get(1))
                    .distinct()
                    .count();
            assertThat(System.nanoTime() - giveUp)
                    .as("of %s only %s", count, different)
                    .isNegative();
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
        }
    }
}
