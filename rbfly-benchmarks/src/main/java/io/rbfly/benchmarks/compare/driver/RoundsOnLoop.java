package io.rbfly.benchmarks.compare.driver;

import io.rbfly.client.api.Publisher;
import java.util.concurrent.CompletableFuture;

/** RbFly's publisher; round trips follow each other on the event loop, as with async/await. */
final class RoundsOnLoop extends OurPublishing {
    RoundsOnLoop(Publisher publisher, boolean rich, Tally tally) {
        super(publisher, rich, tally);
    }

    @Override
    public void roundTrips(byte[] body, int messages, Rounds rounds) {
        CompletableFuture<Void> end = new CompletableFuture<>();
        round(body, new CompletableFuture<?>[messages], rounds, end);
        end.join();
    }

    private void round(byte[] body, CompletableFuture<?>[] sent, Rounds rounds, CompletableFuture<Void> end) {
        if (!rounds.more()) {
            end.complete(null);
            return;
        }
        long began = System.nanoTime();
        for (int i = 0; i < sent.length; i++) {
            sent[i] = publisher.send(message(body));
        }
        sent[sent.length - 1].whenComplete((id, error) -> {
            try {
                for (CompletableFuture<?> each : sent) {
                    each.join(); // all have completed, since confirms arrive in order
                }
                rounds.over(began);
                round(body, sent, rounds, end);
            } catch (RuntimeException e) {
                end.completeExceptionally(e);
            }
        });
    }
}
