package io.rbfly.simulation.cluster;

import io.rbfly.simulation.model.StoredMessages;
import io.rbfly.testkit.embedded.cluster.Node;
import io.rbfly.testkit.embedded.cluster.ReplicatedStream;
import io.rbfly.testkit.embedded.cluster.StreamClient;
import io.rbfly.testkit.embedded.cluster.StreamReader;
import io.rbfly.testkit.embedded.log.StoredChunk;

/** Reads a stream as soon as its chunks are committed, before any client does. */
final class CommitReader implements StreamReader, StreamClient {
    private final ReplicatedStream stream;
    private final Node node;
    private final StoredMessages stored;
    private final SimulatedCluster.Observer observer;
    private long index;

    CommitReader(ReplicatedStream stream, Node node, StoredMessages stored, SimulatedCluster.Observer observer) {
        this.stream = stream;
        this.node = node;
        this.stored = stored;
        this.observer = observer;
    }

    @Override
    public StreamClient client() {
        return this;
    }

    @Override
    public Node node() {
        return node;
    }

    @Override
    public void chunksCommitted() {
        update();
        observer.committed();
    }

    /** Adds what was committed. */
    void update() {
        while (index < stream.log().commitIndex()) {
            StoredChunk chunk = stream.log().chunk(index++);
            if (chunk.isUserChunk()) {
                stored.add(chunk.chunk(), observer::isExactlyOnce, observer::isInOrder);
            }
        }
    }

    @Override
    public void streamUnavailable(ReplicatedStream unavailable) {
        stream.add(this); // it reads on
    }
}
