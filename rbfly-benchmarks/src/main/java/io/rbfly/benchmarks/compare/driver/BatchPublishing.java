package io.rbfly.benchmarks.compare.driver;

import io.rbfly.client.api.Publisher;
import java.util.concurrent.CompletableFuture;

/**
 * RbFly's publisher with batches: instead of one future per message there is one for room for the next message, and one
 * for all confirms.
 */
final class BatchPublishing implements Publishing {
    private final Publisher publisher;
    private final boolean rich;

    BatchPublishing(Publisher publisher, boolean rich) {
        this.publisher = publisher;
        this.rich = rich;
    }

    @Override
    public int send(byte[] body) {
        CompletableFuture<Void> room = publisher.enqueue(rich ? RichMessage.of(body) : body);
        if (!room.isDone()) {
            room.join();
        }
        return 1;
    }

    @Override
    public long awaitConfirms(long sent) {
        publisher.flush().join(); // fails if a message was not confirmed
        return sent;
    }

    @Override
    public void roundTrips(byte[] body, int messages, Rounds rounds) {
        while (rounds.more()) {
            long began = System.nanoTime();
            for (int i = 0; i < messages; i++) {
                send(body);
            }
            publisher.flush().join();
            rounds.over(began);
        }
    }

    @Override
    public void close() {
        publisher.close().join();
    }
}
