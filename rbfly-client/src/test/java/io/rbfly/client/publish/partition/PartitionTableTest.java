package io.rbfly.client.publish.partition;

import static org.assertj.core.api.Assertions.assertThat;

import io.rbfly.client.api.Routing;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class PartitionTableTest {
    private final Lane lane = new Lane("p", false, () -> {
        throw new AssertionError("no message is sent");
    });
    private final List<String> asked = new ArrayList<>();
    private final List<CompletableFuture<List<Lane>>> answers = new ArrayList<>();
    private final PartitionTable table =
            new PartitionTable("s", Routing.key(body -> (String) body), List.of(lane), key -> {
                asked.add(key);
                CompletableFuture<List<Lane>> answer = new CompletableFuture<>();
                answers.add(answer);
                return answer;
            });

    private void routeAll(int keys) {
        for (int i = 0; i < keys; i++) {
            table.route("k" + i);
            answers.get(answers.size() - 1).complete(List.of(lane));
        }
    }

    @Test
    void theBrokerIsAskedOnceForAKey() {
        table.route("k");
        table.route("k");
        answers.get(0).complete(List.of(lane));
        table.route("k");

        assertThat(asked).containsExactly("k");
    }

    @Test
    void aKeyWithoutPartitionIsAskedForAgain() {
        table.route("k");
        answers.get(0).complete(List.of());
        table.route("k");

        assertThat(asked).containsExactly("k", "k");
    }

    @Test
    void tenThousandKeysAreKnownAndNoMore() {
        routeAll(10_000);
        asked.clear();
        table.route("k0");
        table.route("k9999");
        assertThat(asked).isEmpty();

        table.route("one more");
        table.route("k0");
        assertThat(asked).containsExactly("one more", "k0");
    }
}
