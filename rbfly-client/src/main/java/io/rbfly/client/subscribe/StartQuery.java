package io.rbfly.client.subscribe;

import io.rbfly.client.api.error.BrokerException;
import io.rbfly.client.connection.Connection;
import io.rbfly.client.connection.Refusals;
import io.rbfly.protocol.command.stream.StreamStats;
import io.rbfly.protocol.command.subscribing.QueryOffset;
import io.rbfly.protocol.wire.CommandKey;
import io.rbfly.protocol.wire.ResponseCode;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * Queries what a subscription must know of its stream to start exactly where it should, and to resume there after a
 * lost connection even if nothing was received yet. Used on the event loop only.
 *
 * <p>Before subscribing, it queries the stored offset or, with brokers since 3.11, the last chunk of the stream. After
 * a request to subscribe at the end of the stream with one credit, it sends any other request: brokers send the chunk
 * with which a subscription starts before they process the next request, so its response shows whether there is such a
 * chunk. Subscriptions that start together share their queries.
 */
final class StartQuery {
    private static final CompletableFuture<Void> NOTHING = CompletableFuture.completedFuture(null);

    /** A reference that probably does not exist; only the arrival of the response matters. */
    private static final String ANY_REFERENCE = "rbfly";

    private static final long NO_CHUNK = -1;

    /** The highest offset, 2^64 - 1. */
    private static final long MAX_OFFSET = -1;

    private final String stream;
    private final ResumePoint position;

    StartQuery(String stream, ResumePoint position) {
        this.stream = stream;
        this.position = position;
    }

    /** Sends the queries that precede the Subscribe request. */
    CompletableFuture<Void> before(Connection connection) {
        String reference = position.reference();
        if (reference != null) {
            return storedOffset(connection, reference);
        }
        if (position.dependsOnEnd() && connection.supports(CommandKey.STREAM_STATS, 1)) {
            return connection.ask(new StreamStats(stream)).thenAccept(this::statistics);
        }
        return NOTHING;
    }

    private CompletableFuture<Void> storedOffset(Connection connection, String reference) {
        return connection.request(new QueryOffset(reference, stream)).thenCompose(reply -> {
            if (reply.code() == ResponseCode.OK) {
                position.stored(after(reply.offset()));
                return NOTHING;
            } else if (reply.code() == ResponseCode.NO_OFFSET) {
                position.notStored();
                return before(connection);
            } else {
                throw Refusals.of("offset stored under " + reference + " for stream " + stream, reply.code());
            }
        });
    }

    /** No offset is after the highest one: like any other beyond the end, it stands for the messages stored next. */
    private static long after(long offset) {
        return offset == MAX_OFFSET ? MAX_OFFSET : offset + 1;
    }

    private void statistics(StreamStats.Reply reply) {
        if (reply.code() != ResponseCode.OK) {
            throw refusal(reply.code());
        }
        Map<String, Long> all = reply.statistics();
        long committed = all.getOrDefault("committed_chunk_id", NO_CHUNK);
        long last = all.getOrDefault("last_chunk_id", NO_CHUNK);
        if (committed != NO_CHUNK || last != NO_CHUNK) {
            boolean known = committed != NO_CHUNK; // a new leader has not committed a chunk yet
            position.lastBefore(known ? committed : last, known);
        } else {
            position.emptyBefore();
        }
    }

    /**
     * Sends the query that follows the Subscribe request. The future completes when the chunk with which it starts is
     * received, if there is one.
     */
    CompletableFuture<Void> afterSubscribe(Connection connection) {
        if (!position.isOpen()) {
            return NOTHING;
        }
        return connection.ask(new QueryOffset(ANY_REFERENCE, stream)).thenAccept(reply -> {
            ResponseCode code = reply.code();
            if (code == ResponseCode.STREAM_DOES_NOT_EXIST || code == ResponseCode.STREAM_NOT_AVAILABLE) {
                throw refusal(code);
            }
        });
    }

    private BrokerException refusal(ResponseCode code) {
        return Refusals.of("subscription to stream " + stream, code);
    }
}
