package io.rbfly.testkit.embedded.session;

import io.rbfly.protocol.command.subscribing.OffsetSpec;
import io.rbfly.protocol.command.subscribing.Subscribe;
import io.rbfly.testkit.embedded.cluster.ReplicatedStream;
import io.rbfly.testkit.embedded.cluster.StreamClient;
import io.rbfly.testkit.embedded.cluster.StreamReader;
import io.rbfly.testkit.embedded.log.ChunkFilter;
import io.rbfly.testkit.embedded.log.StoredChunk;
import io.rbfly.testkit.embedded.log.StreamLog;
import io.rbfly.testkit.embedded.session.channel.FrameOutput;

/**
 * A subscription of a connection: it delivers chunks as long as it has credit. It starts to deliver only while its
 * credit is above half of the first one, and then continues to the end of the credit or of the stream; section 9 of the
 * protocol.
 */
final class ActiveSubscription implements StreamReader {
    private final Subscribe request;
    private final ReplicatedStream stream;
    private final StreamClient client;
    private final FrameOutput output;
    private final int version;
    private final ChunkFilter filter;
    private final int threshold;
    private int credit;
    private long index;
    private boolean started;

    /** @param version the version of Deliver that the client knows */
    ActiveSubscription(
            Subscribe request, ReplicatedStream stream, StreamClient client, FrameOutput output, int version) {
        this.request = request;
        this.stream = stream;
        this.client = client;
        this.output = output;
        this.version = version;
        this.filter = ChunkFilter.of(request.properties());
        this.threshold = request.credit() / 2;
        this.credit = request.credit();
    }

    int id() {
        return request.subscriptionId();
    }

    ReplicatedStream stream() {
        return stream;
    }

    @Override
    public StreamClient client() {
        return client;
    }

    /** Starts at an offset; type 0 stands for that of the request. */
    void start(OffsetSpec offset) {
        index = stream.log().find(offset instanceof OffsetSpec.None ? request.offset() : offset);
        started = true;
        deliver();
    }

    /** Delivers no more until it is started again. */
    void stop() {
        started = false;
    }

    void addCredit(int more) {
        credit += more;
        deliver();
    }

    /** Whether it has a place in the stream from which it delivers. */
    boolean isStarted() {
        return started;
    }

    @Override
    public void chunksCommitted() {
        deliver();
    }

    /**
     * Sends what its credit permits, also to a client that does not read at present: a broker then waits before it does
     * anything else for the connection, so that the response to the next request comes after these chunks.
     */
    void deliver() {
        if (!started || credit <= threshold) {
            return;
        }
        StreamLog log = stream.log();
        while (credit > 0) {
            index = Math.max(index, log.firstIndex());
            if (index >= log.commitIndex()) {
                return;
            }
            StoredChunk chunk = log.chunk(index++);
            if (filter.matches(chunk)) {
                credit--;
                output.deliver(version, id(), log.committedChunkId(), stream.read(chunk));
            }
        }
    }
}
