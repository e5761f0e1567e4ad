package io.rbfly.benchmarks.compare.driver;

import io.rbfly.client.api.Publisher;
import java.util.concurrent.CompletableFuture;

/**
 * Our publisher, used in other ways: a flood keeps its futures in a ring and looks at each when its place is needed again, and
 * round trips follow each other on the event loop, as they do with async/await.
 */
final class OurOtherPublishing extends OurPublishing {
    private final CompletableFuture<?>[] ring = new CompletableFuture<?>[Drivers.WINDOW];
    private int next;
    private long confirmed;

    OurOtherPublishing(Publisher publisher, boolean rich, Tally tally) {
        super(publisher, rich, tally);
    }

    @Override
    public int send(byte[] body) {
        awaitRoom();
        look(next);
        ring[next] = publisher.send(message(body));
        next = next + 1 == ring.length ? 0 : next + 1;
        return 1;
    }

    private void look(int index) {
        CompletableFuture<?> sent = ring[index];
        if (sent != null) {
            sent.join();
            confirmed++;
        }
    }

    @Override
    public long awaitConfirms(long sent) {
        for (int i = 0; i < ring.length; i++) {
            look(i);
            ring[i] = null;
        }
        return confirmed;
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
                    each.join(); // all are done: confirms come in order
                }
                rounds.over(began);
                round(body, sent, rounds, end);
            } catch (RuntimeException e) {
                end.completeExceptionally(e);
            }
        });
    }
}
