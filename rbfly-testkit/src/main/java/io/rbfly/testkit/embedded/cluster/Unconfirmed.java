package io.rbfly.testkit.embedded.cluster;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;

/** The messages of a stream that wait for their chunk to be committed. */
final class Unconfirmed {
    private final Deque<Batch> written = new ArrayDeque<>();
    private final Deque<Duplicate> duplicates = new ArrayDeque<>();
    private final ClusterState cluster;
    private Batch next = new Batch();

    /** The messages of a chunk, for each publisher in the order in which they were written. */
    private static final class Batch {
        private final Map<StreamPublisher, Ids> publishers = new LinkedHashMap<>();
        private long endIndex;

        private void add(StreamPublisher publisher, long publishingId) {
            publishers.computeIfAbsent(publisher, key -> new Ids()).add(publishingId);
        }
    }

    private static final class Ids {
        private long[] ids = new long[16];
        private int count;

        private void add(long id) {
            if (count == ids.length) {
                ids = Arrays.copyOf(ids, 2 * count);
            }
            ids[count++] = id;
        }
    }

    private record Duplicate(StreamPublisher publisher, long publishingId, long endIndex) {}

    Unconfirmed(ClusterState cluster) {
        this.cluster = cluster;
    }

    /** Adds a message of the next chunk. */
    void add(StreamPublisher publisher, long publishingId) {
        next.add(publisher, publishingId);
    }

    /**
     * Adds a message that is not stored again.
     *
     * @param endIndex the index before which everything must be committed
     */
    void addDuplicate(StreamPublisher publisher, long publishingId, long endIndex) {
        duplicates.add(new Duplicate(publisher, publishingId, endIndex));
    }

    /** The next chunk was written, and ends at an index. */
    void written(long endIndex) {
        if (!next.publishers.isEmpty()) {
            next.endIndex = endIndex;
            written.add(next);
            next = new Batch();
        }
    }

    /** Confirms what is committed: duplicates first, as brokers do. */
    void confirm(long commitIndex) {
        Batch repeated = new Batch();
        duplicates.removeIf(duplicate -> {
            boolean committed = duplicate.endIndex <= commitIndex;
            if (committed) {
                repeated.add(duplicate.publisher, duplicate.publishingId);
            }
            return committed;
        });
        send(repeated);
        while (!written.isEmpty() && written.getFirst().endIndex <= commitIndex) {
            send(written.removeFirst());
        }
    }

    private void send(Batch batch) {
        batch.publishers.forEach((publisher, ids) -> {
            for (long[] confirmed : cluster.faults().confirmFrames(Arrays.copyOf(ids.ids, ids.count))) {
                send(publisher, confirmed);
            }
        });
    }

    private void send(StreamPublisher publisher, long[] confirmed) {
        Duration delay = cluster.faults().confirmDelay();
        Runnable sending = () -> publisher.client().node().run(() -> publisher.confirmed(confirmed));
        if (delay.isZero()) {
            sending.run();
        } else {
            cluster.after(delay, sending);
        }
    }

    /** Forgets everything: nothing of it will be confirmed. */
    void clear() {
        written.clear();
        duplicates.clear();
        next = new Batch();
    }
}
