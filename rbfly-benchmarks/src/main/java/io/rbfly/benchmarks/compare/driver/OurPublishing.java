package io.rbfly.benchmarks.compare.driver;

import io.rbfly.client.api.Publisher;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** RbFly's publisher, used by threads that wait. */
class OurPublishing implements Publishing {
    final Publisher publisher;
    private final boolean rich;
    private final Tally tally;
    private final BiConsumer<@Nullable Long, @Nullable Throwable> outcome;

    OurPublishing(Publisher publisher, boolean rich, Tally tally) {
        this.publisher = publisher;
        this.rich = rich;
        this.tally = tally;
        this.outcome = (id, error) -> {
            if (error == null) {
                tally.add();
            } else {
                tally.failed(error);
            }
        };
    }

    @Override
    public int send(byte[] body) {
        awaitRoom();
        publisher.send(message(body)).whenComplete(outcome);
        return 1;
    }

    final void awaitRoom() {
        CompletableFuture<Void> ready = publisher.ready();
        if (!ready.isDone()) {
            ready.join();
        }
    }

    final Object message(byte[] body) {
        return rich ? RichMessage.of(body) : body;
    }

    @Override
    public long awaitConfirms(long sent) throws TimeoutException {
        return tally.await(sent);
    }

    @Override
    public void roundTrips(byte[] body, int messages, Rounds rounds) {
        CompletableFuture<?>[] sent = new CompletableFuture<?>[messages];
        while (rounds.more()) {
            long began = System.nanoTime();
            for (int i = 0; i < messages; i++) {
                sent[i] = publisher.send(message(body));
            }
            // Confirms arrive in order, so it waits for the last one; the others are checked nevertheless.
            for (int i = messages - 1; i >= 0; i--) {
                sent[i].join();
            }
            rounds.over(began);
        }
    }

    @Override
    public void close() {
        publisher.close().join();
    }
}
