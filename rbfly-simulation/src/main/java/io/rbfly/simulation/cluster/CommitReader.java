package io.rbfly.simulation.cluster;

import io.rbfly.simulation.model.StoredMessages;
import io.rbfly.testkit.embedded.log.StoredChunk;
import io.rbfly.testkit.embedded.log.StreamLog;

/** Reads a stream as soon as its chunks are committed, before any client does, and before they can be deleted. */
final class CommitReader {
    private final StreamLog log;
    private final StoredMessages stored;
    private final SimulatedCluster.Observer observer;
    private long index;

    CommitReader(StreamLog log, StoredMessages stored, SimulatedCluster.Observer observer) {
        this.log = log;
        this.stored = stored;
        this.observer = observer;
    }

    void committed() {
        while (index < log.commitIndex()) {
            StoredChunk chunk = log.chunk(index++);
            if (chunk.isUserChunk()) {
                stored.add(chunk.chunk(), observer::isExactlyOnce, observer);
            }
        }
        observer.committed();
    }
}
