package io.rbfly.benchmarks.compare.driver;

import io.rbfly.client.api.Publisher;
import java.util.concurrent.CompletableFuture;

/** RbFly's publisher; futures are kept in a ring, and each is checked when its slot is needed again. */
final class KeptFutures extends OurPublishing {
    private final CompletableFuture<?>[] ring = new CompletableFuture<?>[Drivers.WINDOW];
    private int next;
    private long confirmed;

    KeptFutures(Publisher publisher, boolean rich, Tally tally) {
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
}
