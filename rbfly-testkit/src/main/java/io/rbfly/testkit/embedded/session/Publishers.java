package io.rbfly.testkit.embedded.session;

import io.netty.buffer.ByteBuf;
import io.rbfly.protocol.command.publishing.DeclarePublisher;
import io.rbfly.protocol.command.publishing.PublishError;
import io.rbfly.protocol.frame.PublishReader;
import io.rbfly.protocol.wire.ResponseCode;
import io.rbfly.testkit.embedded.cluster.NodeConnection;
import io.rbfly.testkit.embedded.cluster.ReplicatedStream;
import io.rbfly.testkit.embedded.cluster.StreamClient;
import io.rbfly.testkit.embedded.session.channel.FrameOutput;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The publishers of one connection, protocol section 7.
 *
 * <p>Entries that are lost are never confirmed: they were written to a leader that failed or to a stream that was
 * deleted. They count as unconfirmed for ever, as with RabbitMQ 4.3.6. A client that has lost too many on a connection
 * is not read from any more, and has to open another one.
 */
final class Publishers {
    private static final int MAX_PUBLISHERS = 256;
    private static final int MAX_UNCOMPRESSED_BYTES = 64 << 20;
    private static final int MAX_COMPRESSION = 4;
    /** Unconfirmed entries at which the broker stops reading, and at which it continues. */
    private static final int MAX_UNCONFIRMED = 50_000;

    private static final int FEW_UNCONFIRMED = 37_500;

    private final NodeConnection client;
    private final FrameOutput output;
    private final Runnable whenFewer;
    private final Map<Integer, DeclaredPublisher> publishers = new TreeMap<>();
    private int unconfirmed;
    private boolean full;

    /** @param whenFewer called when {@link #isFull} is no longer true */
    Publishers(NodeConnection client, FrameOutput output, Runnable whenFewer) {
        this.client = client;
        this.output = output;
        this.whenFewer = whenFewer;
    }

    StreamClient client() {
        return client;
    }

    FrameOutput output() {
        return output;
    }

    boolean isEmpty() {
        return publishers.isEmpty();
    }

    /** Whether so many entries are unconfirmed that no more are read. */
    boolean isFull() {
        return full;
    }

    /** All frames of what was read at once were executed. */
    void segmentEnded() {
        full |= unconfirmed >= MAX_UNCONFIRMED;
    }

    void settled(int entries) {
        unconfirmed -= entries;
        if (full && (unconfirmed < FEW_UNCONFIRMED || publishers.isEmpty())) {
            full = false;
            whenFewer.run();
        }
    }

    /** Whether the id or the reference of a publisher is in use, or there are too many. */
    boolean isTaken(DeclarePublisher request) {
        String reference = request.reference();
        return publishers.containsKey(request.publisherId())
                || publishers.size() == MAX_PUBLISHERS
                || !reference.isEmpty()
                        && publishers.values().stream()
                                .anyMatch(each -> each.stream().name().equals(request.stream())
                                        && each.reference().equals(reference));
    }

    /** Declares a publisher of a stream that exists and has a leader. */
    void declare(DeclarePublisher request, ReplicatedStream stream) {
        DeclaredPublisher publisher = new DeclaredPublisher(request.publisherId(), request.reference(), stream, this);
        publishers.put(request.publisherId(), publisher);
        stream.add(publisher);
    }

    /** The stream of a publisher, if there is one. */
    List<String> streamOf(int publisherId) {
        DeclaredPublisher publisher = publishers.get(publisherId);
        return publisher == null ? List.of() : List.of(publisher.stream().name());
    }

    /** The streams of all publishers. */
    Set<ReplicatedStream> streams() {
        Set<ReplicatedStream> streams = new LinkedHashSet<>();
        publishers.values().forEach(publisher -> streams.add(publisher.stream()));
        return streams;
    }

    /** Deletes a publisher; returns its stream, null if there is none with this id. */
    @Nullable
    ReplicatedStream delete(int publisherId) {
        DeclaredPublisher publisher = publishers.remove(publisherId);
        if (publisher == null) {
            return null;
        }
        publisher.delete();
        return publisher.stream();
    }

    /** Forgets the publishers of a stream; returns whether there were any. */
    boolean forget(ReplicatedStream stream) {
        boolean any = false;
        for (Iterator<DeclaredPublisher> all = publishers.values().iterator(); all.hasNext(); ) {
            DeclaredPublisher publisher = all.next();
            if (publisher.stream() == stream) {
                all.remove();
                publisher.delete();
                any = true;
            }
        }
        return any;
    }

    void close() {
        publishers.values().forEach(DeclaredPublisher::delete);
        publishers.clear();
    }

    /** Writes the entries of a Publish frame, up to the first batch that is not valid. */
    void publish(PublishReader entries, ByteBuf body) {
        DeclaredPublisher publisher = publishers.get(entries.publisherId());
        if (publisher == null) {
            refuse(entries, ResponseCode.PUBLISHER_DOES_NOT_EXIST);
            return;
        }
        while (entries.next()) {
            if (entries.isBatch() && !isValid(entries)) {
                List<PublishError.Failure> failures = new ArrayList<>();
                failures.add(new PublishError.Failure(entries.publishingId(), ResponseCode.PRECONDITION_FAILED));
                refuse(entries, failures, ResponseCode.PRECONDITION_FAILED);
                return;
            }
            write(publisher, entries, body);
        }
    }

    private void write(DeclaredPublisher publisher, PublishReader entries, ByteBuf body) {
        if (entries.isBatch()) {
            body.setByte(entries.entryPosition(), 0x80 | entries.compression() << 4);
        }
        unconfirmed++;
        publisher.stream()
                .write(
                        publisher,
                        entries.publishingId(),
                        entries.filterValue(),
                        body,
                        entries.entryPosition(),
                        entries.entryLength(),
                        entries.messageCount());
    }

    /** Refuses all entries that are left. */
    void refuse(PublishReader entries, ResponseCode code) {
        refuse(entries, new ArrayList<>(), code);
    }

    private void refuse(PublishReader entries, List<PublishError.Failure> failures, ResponseCode code) {
        while (entries.next()) {
            failures.add(new PublishError.Failure(entries.publishingId(), code));
        }
        output.send(new PublishError(entries.publisherId(), failures));
    }

    /** The checks of 4.3.5; the data itself is not looked at. */
    private static boolean isValid(PublishReader batch) {
        long uncompressed = Integer.toUnsignedLong(batch.uncompressedSize());
        return batch.messageCount() > 0
                && batch.compression() <= MAX_COMPRESSION
                && uncompressed <= MAX_UNCOMPRESSED_BYTES
                && 4L * batch.messageCount() <= uncompressed
                && (batch.compression() == 0 || batch.dataSize() > 0);
    }
}
