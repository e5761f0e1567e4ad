package io.rbfly.client.subscribe.read;

import static org.assertj.core.api.Assertions.assertThat;

import io.rbfly.client.api.MessageView;
import io.rbfly.client.api.SubscriptionOptions;
import io.rbfly.client.api.error.StreamException;
import io.rbfly.client.config.SharedArrays;
import io.rbfly.client.subscribe.batch.BatchDecoder;
import io.rbfly.protocol.chunk.Chunk;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The array of a chunk is reused if and only if no message of the chunk is kept. */
class ArrayReuseTest {
    private final List<String> events = new ArrayList<>();
    private final ChunkQueue queue = new ChunkQueue(
            "s",
            new ChunkListener() {
                @Override
                public void read(Chunk chunk, boolean free) {
                    events.add(chunk.chunkId() + (free ? " free" : " kept"));
                }

                @Override
                public void damaged(StreamException error) {
                    events.add("damaged");
                }
            },
            error -> {},
            new BatchDecoder(
                    "s", SubscriptionOptions.DEFAULT, new SharedArrays(), () -> false, Runnable::run, Runnable::run),
            () -> {});

    private void add(long chunkId) {
        queue.add(Chunk.of(chunkId, 0, List.of(new byte[] {1}, new byte[] {2})), 0);
    }

    private MessageView poll() {
        MessageView message = queue.poll();
        assertThat(message).isNotNull();
        return message;
    }

    @Test
    void aChunkThatWasOnlyViewedIsFreeWhenMoreIsRequested() {
        add(0);
        poll();
        poll();
        assertThat(events).isEmpty();

        assertThat(queue.poll()).isNull();
        assertThat(events).containsExactly("0 free");
    }

    @Test
    void aChunkOfWhichAnyMessageIsKeptIsNotFree() {
        add(0);
        add(2);
        poll().keep();
        poll();
        poll();
        poll();
        queue.poll();

        assertThat(events).containsExactly("0 kept", "2 free");
    }

    @Test
    void aChunkThatIsThrownAwayIsNotFreeForAHandlerMayBeLookingAtIt() {
        add(0);
        poll();
        queue.clear();
        queue.poll();

        assertThat(events).isEmpty();
    }
}
