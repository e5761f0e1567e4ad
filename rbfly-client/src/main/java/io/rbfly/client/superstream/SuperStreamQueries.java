package io.rbfly.client.superstream;

import io.rbfly.client.api.error.BrokerException;
import io.rbfly.client.api.error.ErrorCode;
import io.rbfly.client.cluster.ClusterConnections;
import io.rbfly.client.cluster.RepeatableRequests;
import io.rbfly.client.connection.Refusals;
import io.rbfly.protocol.command.superstream.Partitions;
import io.rbfly.protocol.command.superstream.Route;
import io.rbfly.protocol.wire.ResponseCode;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;

/**
 * Queries of partitions, which any node answers. Used on the event loop only.
 *
 * @param wanted whether the caller still waits for the answer
 */
public record SuperStreamQueries(ClusterConnections connections, BooleanSupplier wanted) {
    /**
     * Queries the partitions of a super stream, in their order. Brokers answer for any exchange: with the streams that
     * are bound to it, of which there may be none.
     *
     * @return a future that completes with the partitions, each once; empty if there is no exchange of this name
     */
    public CompletableFuture<Optional<List<String>>> find(String superStream) {
        Partitions request = new Partitions(superStream);
        return RepeatableRequests.repeatable(
                connections,
                wanted,
                connection -> connection.request(request).thenApply(reply -> {
                    if (reply.code() == ResponseCode.STREAM_DOES_NOT_EXIST) {
                        return Optional.empty();
                    } else if (reply.code() != ResponseCode.OK) {
                        throw Refusals.of(describe(superStream), reply.code());
                    }
                    return Optional.of(reply.streams().stream().distinct().toList());
                }));
    }

    /** As {@link #find}, but the future fails if there are no partitions. */
    public CompletableFuture<List<String>> require(String superStream) {
        return find(superStream).thenApply(found -> {
            List<String> partitions = found.orElseThrow(() -> missing(superStream));
            if (partitions.isEmpty()) {
                throw new BrokerException(
                        describe(superStream) + " has no partitions", ErrorCode.STREAM_DOES_NOT_EXIST);
            }
            return partitions;
        });
    }

    /** Queries the partitions that are bound with a key; often one, none if the key is not bound. */
    public CompletableFuture<List<String>> route(String superStream, String key) {
        Route request = new Route(key, superStream);
        return RepeatableRequests.repeatable(
                connections,
                wanted,
                connection -> connection
                        .require(describe(superStream), request)
                        .thenApply(reply -> reply.streams().stream().distinct().toList()));
    }

    /** The exception for a super stream that does not exist. */
    public static BrokerException missing(String superStream) {
        return new BrokerException(describe(superStream), ErrorCode.STREAM_DOES_NOT_EXIST);
    }

    /** A description for messages. */
    public static String describe(String superStream) {
        return "super stream " + superStream;
    }
}
