package io.rbfly.testkit.embedded.session;

import io.rbfly.protocol.command.publishing.PublishConfirm;
import io.rbfly.protocol.command.publishing.PublishError;
import io.rbfly.protocol.wire.ResponseCode;
import io.rbfly.testkit.embedded.cluster.ReplicatedStream;
import io.rbfly.testkit.embedded.cluster.StreamClient;
import io.rbfly.testkit.embedded.cluster.StreamPublisher;
import java.util.List;

/** A publisher of a connection. */
final class DeclaredPublisher implements StreamPublisher {
    private final int id;
    private final String reference;
    private final ReplicatedStream stream;
    private final Publishers publishers;
    private boolean deleted;

    DeclaredPublisher(int id, String reference, ReplicatedStream stream, Publishers publishers) {
        this.id = id;
        this.reference = reference;
        this.stream = stream;
        this.publishers = publishers;
    }

    int id() {
        return id;
    }

    ReplicatedStream stream() {
        return stream;
    }

    @Override
    public StreamClient client() {
        return publishers.client();
    }

    @Override
    public String reference() {
        return reference;
    }

    /** Confirms for it are no longer sent. */
    void delete() {
        deleted = true;
        stream.remove(this);
    }

    @Override
    public void confirmed(long[] publishingIds) {
        publishers.settled(publishingIds.length);
        if (!deleted) {
            publishers.output().send(new PublishConfirm(id, publishingIds));
        }
    }

    @Override
    public void refused(long publishingId, ResponseCode code) {
        publishers.settled(1);
        if (!deleted) {
            publishers.output().send(new PublishError(id, List.of(new PublishError.Failure(publishingId, code))));
        }
    }
}
