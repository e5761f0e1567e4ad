package io.rbfly.client.core;

import io.rbfly.client.api.Offset;
import io.rbfly.client.api.connection.Address;
import io.rbfly.client.api.connection.BrokerInfo;
import io.rbfly.client.api.error.BrokerException;
import io.rbfly.client.api.error.ErrorCode;
import io.rbfly.client.api.error.UnsupportedException;
import io.rbfly.client.api.stream.StreamMetadata;
import io.rbfly.client.api.stream.StreamOptions;
import io.rbfly.client.api.stream.StreamStatistics;
import io.rbfly.client.cluster.ClusterConnections;
import io.rbfly.client.cluster.RepeatableRequests;
import io.rbfly.client.config.StreamNames;
import io.rbfly.client.connection.Connection;
import io.rbfly.client.connection.Refusals;
import io.rbfly.client.loop.Callbacks;
import io.rbfly.client.loop.Timer;
import io.rbfly.client.subscribe.StreamEnd;
import io.rbfly.client.subscribe.offset.ProcessedOffset;
import io.rbfly.protocol.command.Request;
import io.rbfly.protocol.command.StatusResponse;
import io.rbfly.protocol.command.stream.Create;
import io.rbfly.protocol.command.stream.Delete;
import io.rbfly.protocol.command.stream.Metadata;
import io.rbfly.protocol.command.stream.StreamStats;
import io.rbfly.protocol.command.subscribing.OffsetSpec;
import io.rbfly.protocol.command.subscribing.QueryOffset;
import io.rbfly.protocol.command.subscribing.ResolveOffsetSpec;
import io.rbfly.protocol.command.subscribing.StoreOffset;
import io.rbfly.protocol.wire.Check;
import io.rbfly.protocol.wire.CommandKey;
import io.rbfly.protocol.wire.ProtocolException;
import io.rbfly.protocol.wire.ResponseCode;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Requests about streams that any node can answer. Used on the event loop only. */
public final class StreamAdministration {
    /** How long an offset is stored again that the broker does not have. */
    private static final Duration ELECTION = Duration.ofSeconds(5);

    private static final Duration AGAIN = Duration.ofMillis(100);

    private final ClusterConnections connections;
    private final Timer timer;
    private final Delays delays;
    private final BooleanSupplier wanted;
    private final StreamNames names;

    /** Creates the requests for one operation, with a function that returns whether the caller still waits for it. */
    StreamAdministration(
            ClusterConnections connections, String virtualHost, Timer timer, Delays delays, BooleanSupplier wanted) {
        this.connections = connections;
        this.timer = timer;
        this.delays = delays;
        this.wanted = wanted;
        this.names = StreamNames.of(virtualHost);
    }

    /**
     * Creates a stream. If it exists, brokers answer with a code of its own for equal options, and with a failed
     * precondition for others.
     */
    public CompletableFuture<Void> create(String stream, StreamOptions options) {
        names.check("stream", stream);
        return status("stream " + stream, new Create(stream, options.arguments()), ResponseCode.STREAM_ALREADY_EXISTS)
                .exceptionallyCompose(error -> Callbacks.unwrap(error) instanceof BrokerException refusal
                                && refusal.code() == ErrorCode.PRECONDITION_FAILED
                        ? whyNotCreated(stream, refusal)
                        : CompletableFuture.failedFuture(error));
    }

    private CompletableFuture<Void> whyNotCreated(String stream, BrokerException refusal) {
        return exists(stream).handle((exists, error) -> {
            throw error == null && exists
                    ? new BrokerException("stream " + stream + " exists with other options", refusal.code())
                    : refusal;
        });
    }

    public CompletableFuture<Void> delete(String stream) {
        Check.stream(stream);
        return status("stream " + stream, new Delete(stream), ResponseCode.STREAM_DOES_NOT_EXIST);
    }

    public CompletableFuture<Boolean> exists(String stream) {
        return metadata(List.of(stream)).thenApply(found -> {
            ErrorCode error = Objects.requireNonNull(found.get(stream)).error().orElse(null);
            if (error == null || error == ErrorCode.STREAM_NOT_AVAILABLE) {
                return true;
            } else if (error == ErrorCode.STREAM_DOES_NOT_EXIST) {
                return false;
            }
            throw new BrokerException("stream " + stream, error);
        });
    }

    public CompletableFuture<Map<String, StreamMetadata>> metadata(List<String> streams) {
        streams.forEach(Check::stream);
        Metadata request = new Metadata(streams);
        return repeatable(connection -> connection.request(request).thenApply(reply -> metadata(streams, reply)));
    }

    private static Map<String, StreamMetadata> metadata(List<String> streams, Metadata.Reply reply) {
        Map<Integer, Address> nodes = new HashMap<>();
        for (Metadata.Broker broker : reply.brokers()) {
            if (!broker.host().isBlank() && broker.port() > 0 && broker.port() <= 0xffff) { // else no address
                nodes.put(broker.reference(), new Address(broker.host(), broker.port()));
            }
        }
        Map<String, StreamMetadata> all = new LinkedHashMap<>();
        for (String stream : streams) { // in the requested order, also those missing in the response
            all.put(stream, StreamMetadata.failed(stream, ErrorCode.STREAM_NOT_AVAILABLE));
        }
        for (Metadata.StreamInfo info : reply.streams()) {
            List<Address> replicas = info.replicas().stream()
                    .map(nodes::get)
                    .filter(Objects::nonNull)
                    .toList();
            all.replace(
                    info.stream(),
                    info.code() == ResponseCode.OK
                            ? StreamMetadata.of(info.stream(), nodes.get(info.leader()), replicas)
                            : StreamMetadata.failed(
                                    info.stream(), ErrorCode.of(info.code().number())));
        }
        return all;
    }

    public CompletableFuture<StreamStatistics> statistics(String stream) {
        Check.stream(stream);
        StreamStats request = new StreamStats(stream);
        return repeatable(connection -> {
            if (!connection.supports(CommandKey.STREAM_STATS, 1)) {
                throw new UnsupportedException("statistics of streams", "3.11");
            }
            return connection.require("stream " + stream, request).thenApply(reply -> {
                Map<String, Long> values = reply.statistics();
                return StreamStatistics.of(
                        offset(values.get(StreamStats.FIRST_CHUNK_ID)),
                        offset(values.get(StreamStats.COMMITTED_CHUNK_ID)),
                        offset(values.get(StreamStats.COMMITTED_OFFSET)));
            });
        });
    }

    private static OptionalLong offset(@Nullable Long value) {
        return value == null || value == -1 ? OptionalLong.empty() : OptionalLong.of(value);
    }

    /** Returns the properties of the broker that receives the next request. */
    public CompletableFuture<BrokerInfo> broker() {
        return repeatable(connection -> CompletableFuture.completedFuture(
                BrokerInfo.of(connection.address(), connection.peer().properties())));
    }

    /**
     * Stores an offset. The protocol has no response to it, but a query that follows on the same connection is answered
     * when the offset is stored. While the stream has no leader, the broker drops the offset and answers with a former
     * one or none: then it is stored again for a few seconds.
     */
    public CompletableFuture<Void> storeOffset(String stream, String reference, long offset) {
        Check.reference("reference", reference);
        Check.stream(stream);
        return storeOffset(new StoreOffset(reference, stream, offset), timer.nanoTime() + ELECTION.toNanos());
    }

    private CompletableFuture<Void> storeOffset(StoreOffset command, long limit) {
        QueryOffset query = new QueryOffset(command.reference(), command.stream());
        return repeatable(connection -> {
                    connection.send(command);
                    return connection.request(query);
                })
                .thenCompose(reply -> {
                    boolean other = reply.code() == ResponseCode.OK || reply.code() == ResponseCode.NO_OFFSET;
                    if (reply.code() == ResponseCode.OK && reply.offset() == command.offset()) {
                        return CompletableFuture.completedFuture(null);
                    } else if (!other && reply.code() != ResponseCode.STREAM_NOT_AVAILABLE) {
                        throw refusedOffset(command.reference(), command.stream(), reply.code());
                    } else if (timer.nanoTime() - limit >= 0) {
                        throw refusedOffset(command.reference(), command.stream(), ResponseCode.STREAM_NOT_AVAILABLE);
                    }
                    return delays.start(AGAIN).thenCompose(nothing -> storeOffset(command, limit));
                });
    }

    private static BrokerException refusedOffset(String reference, String stream, ResponseCode code) {
        return Refusals.of("offset of " + reference + " for stream " + stream, code);
    }

    public CompletableFuture<OptionalLong> queryOffset(String stream, String reference) {
        Check.reference("reference", reference);
        Check.stream(stream);
        QueryOffset query = new QueryOffset(reference, stream);
        return repeatable(connection -> connection.request(query).thenApply(reply -> {
            if (reply.code() == ResponseCode.NO_OFFSET) {
                return OptionalLong.empty();
            } else if (reply.code() == ResponseCode.OK) {
                return OptionalLong.of(reply.offset());
            }
            throw refusedOffset(reference, stream, reply.code());
        }));
    }

    /** Returns how many messages follow a stored offset, empty if none is stored. */
    public CompletableFuture<OptionalLong> lag(String stream, String reference) {
        Check.reference("reference", reference);
        Check.stream(stream);
        QueryOffset query = new QueryOffset(reference, stream);
        return repeatable(connection -> connection.request(query).thenCompose(reply -> {
            if (reply.code() == ResponseCode.NO_OFFSET) {
                return CompletableFuture.completedFuture(OptionalLong.empty());
            } else if (reply.code() != ResponseCode.OK) {
                throw refusedOffset(reference, stream, reply.code());
            }
            boolean beyond = reply.offset() == ProcessedOffset.NONE; // the highest offset: nothing follows it
            return StreamEnd.query(connection, stream)
                    .thenApply(end -> OptionalLong.of(beyond ? 0 : end.after(reply.offset())));
        }));
    }

    /** Returns the offset with which the broker would start to deliver. */
    public CompletableFuture<Long> resolve(String stream, Offset offset) {
        Check.stream(stream);
        return repeatable(connection -> {
            if (!connection.supports(CommandKey.RESOLVE_OFFSET_SPEC, 1)) { // others close the connection
                throw new UnsupportedException("resolving offsets", "4.3");
            }
            return resolve(connection, stream, offset);
        });
    }

    private static CompletableFuture<Long> resolve(Connection connection, String stream, Offset offset) {
        return switch (offset.kind()) {
            case FIRST -> resolve(connection, stream, new OffsetSpec.First());
            case LAST -> resolve(connection, stream, new OffsetSpec.Last());
            case NEXT -> resolve(connection, stream, new OffsetSpec.Next());
            case AT -> resolve(connection, stream, new OffsetSpec.At(offset.value()));
            case TIMESTAMP -> resolve(connection, stream, new OffsetSpec.Timestamp(offset.value()));
            case STORED ->
                connection.request(new QueryOffset(offset.reference(), stream)).thenCompose(reply -> {
                    if (reply.code() == ResponseCode.NO_OFFSET) {
                        return resolve(connection, stream, offset.otherwise());
                    } else if (reply.code() != ResponseCode.OK) {
                        throw Refusals.of("offset of " + offset.reference() + " for stream " + stream, reply.code());
                    }
                    // No offset is after the highest one.
                    long next = reply.offset() == -1 ? -1 : reply.offset() + 1;
                    return resolve(connection, stream, new OffsetSpec.At(next));
                });
        };
    }

    private static CompletableFuture<Long> resolve(Connection connection, String stream, OffsetSpec offset) {
        return connection
                .require("stream " + stream, new ResolveOffsetSpec(stream, offset, Map.of()))
                .thenApply(reply -> {
                    if (reply.offset() instanceof OffsetSpec.At at) {
                        return at.offset();
                    }
                    throw new ProtocolException("resolved " + reply.offset() + " (expected: an offset)");
                });
    }

    /** Sends a request whose response is a code, and treats another code like OK. */
    private CompletableFuture<Void> status(String what, Request<StatusResponse> request, ResponseCode alsoGood) {
        return repeatable(connection -> connection.request(request).thenAccept(response -> {
            if (response.code() != ResponseCode.OK && response.code() != alsoGood) {
                throw Refusals.of(what, response.code());
            }
        }));
    }

    private <T extends @Nullable Object> CompletableFuture<T> repeatable(
            Function<Connection, CompletableFuture<T>> request) {
        return RepeatableRequests.repeatable(connections, wanted, request);
    }
}
