package io.rbfly.client.superstream;

import io.rbfly.client.api.error.BrokerException;
import io.rbfly.client.api.error.ConnectionException;
import io.rbfly.client.api.error.ErrorCode;
import io.rbfly.client.api.error.UnsupportedException;
import io.rbfly.client.api.stream.LeaderLocator;
import io.rbfly.client.api.stream.StreamOptions;
import io.rbfly.client.api.stream.SuperStreamOptions;
import io.rbfly.client.cluster.ClusterConnections;
import io.rbfly.client.cluster.RepeatableRequests;
import io.rbfly.client.connection.Connection;
import io.rbfly.client.connection.Refusals;
import io.rbfly.client.loop.Callbacks;
import io.rbfly.protocol.command.Request;
import io.rbfly.protocol.command.StatusResponse;
import io.rbfly.protocol.command.stream.Create;
import io.rbfly.protocol.command.stream.Delete;
import io.rbfly.protocol.command.stream.Metadata;
import io.rbfly.protocol.command.superstream.CreateSuperStream;
import io.rbfly.protocol.command.superstream.DeleteSuperStream;
import io.rbfly.protocol.wire.CommandKey;
import io.rbfly.protocol.wire.ResponseCode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Creates one super stream, unless it exists with the same partitions, keys and options. Brokers compare nothing: they
 * answer that it exists. They may also leave a part of it behind if a connection is lost meanwhile. Used on the event
 * loop only.
 */
final class SuperStreamCreation {
    private static final int MAX_ATTEMPTS = 3;

    /** The interval at which a broker is asked whether it still creates partitions. */
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final String superStream;
    private final List<String> partitions;
    private final List<String> keys;
    private final Map<String, String> arguments;
    /** The arguments that a partition has then. */
    private final Map<String, String> ofPartition;

    private final ClusterConnections connections;
    private final Function<Duration, CompletableFuture<Void>> delay;
    private final BooleanSupplier wanted;
    private final SuperStreamQueries queries;
    private int attempts;

    /** What exists of the super stream. */
    private record Part(boolean exchange, List<String> bound, List<String> streams) {}

    SuperStreamCreation(
            String superStream,
            SuperStreamOptions options,
            ClusterConnections connections,
            Function<Duration, CompletableFuture<Void>> delay,
            BooleanSupplier wanted) {
        this.superStream = superStream;
        this.partitions = options.partitionsOf(superStream);
        this.keys = options.keys();
        StreamOptions requested = options.streamOptions();
        this.arguments = requested.arguments();
        this.ofPartition = requested.leaderLocator() != null
                ? arguments
                : requested.withLeaderLocator(LeaderLocator.BALANCED).arguments();
        this.connections = connections;
        this.delay = delay;
        this.wanted = wanted;
        this.queries = new SuperStreamQueries(connections, wanted);
    }

    CompletableFuture<Void> create() {
        return look().thenCompose(part -> {
            if (part.exchange) {
                return compare(part.bound);
            }
            return part.streams.isEmpty() ? send() : nameInUse();
        });
    }

    private CompletableFuture<Void> send() {
        attempts++;
        CreateSuperStream request = new CreateSuperStream(superStream, partitions, keys, arguments);
        return connections
                .any()
                .thenCompose(connection -> {
                    if (!connection.supports(CommandKey.CREATE_SUPER_STREAM, 1)) {
                        throw new UnsupportedException("creating super streams", SuperStreamAdministration.SINCE);
                    }
                    return connection.request(request).handle(Outcome::new);
                })
                .thenCompose(outcome -> {
                    if (outcome.error == null) {
                        return answered(outcome.response);
                    }
                    Throwable cause = Callbacks.unwrap(outcome.error);
                    return cause instanceof ConnectionException lost
                            ? afterLoss(lost, null)
                            : CompletableFuture.failedFuture(cause);
                });
    }

    private record Outcome(
            @Nullable StatusResponse response, @Nullable Throwable error) {}

    private CompletableFuture<Void> answered(@Nullable StatusResponse response) {
        ResponseCode code = response == null ? ResponseCode.INTERNAL_ERROR : response.code();
        if (code == ResponseCode.OK) {
            return CompletableFuture.completedFuture(null);
        } else if (code == ResponseCode.STREAM_ALREADY_EXISTS) {
            return queries.find(superStream)
                    .thenCompose(found -> found.isPresent() ? compare(found.get()) : nameInUse());
        } else if (code == ResponseCode.PRECONDITION_FAILED) {
            throw Refusals.of(
                    describe() + " (with " + partitions.size() + " partitions; brokers create at most 1,000 by default,"
                            + " and none whose name begins with amq.)",
                    code);
        }
        throw Refusals.of(describe(), code);
    }

    /** The name of a partition is in use: which one, as far as it is that of a stream. */
    private CompletableFuture<Void> nameInUse() {
        return streams().thenCompose(existing -> {
            throw new BrokerException(
                    describe() + " was not created: "
                            + (existing.isEmpty()
                                    ? "a queue or an exchange has the name of one of its partitions, or its own"
                                    : "stream " + existing.get(0)),
                    ErrorCode.STREAM_ALREADY_EXISTS);
        });
    }

    private CompletableFuture<Void> compare(List<String> found) {
        if (found.isEmpty()) {
            throw differs("an exchange of this name exists to which no stream is bound: one of another application, or"
                    + " the rest of a super stream");
        } else if (!found.equals(partitions)) {
            throw differs("it exists with other partitions: " + found);
        }
        return all(keys, this::isBound)
                .thenCompose(bound -> {
                    if (!bound) {
                        throw differs("it exists with other binding keys");
                    }
                    return all(partitions, this::hasOptions);
                })
                .thenAccept(same -> {
                    if (!same) {
                        throw differs("it exists with other options");
                    }
                });
    }

    private BrokerException differs(String why) {
        return new BrokerException(describe() + " was not created: " + why, ErrorCode.PRECONDITION_FAILED);
    }

    private CompletableFuture<Boolean> isBound(String key) {
        List<String> expected = List.of(partitions.get(keys.indexOf(key)));
        return queries.route(superStream, key).handle((found, error) -> error != null || found.equals(expected));
    }

    /**
     * Creating a stream that exists changes nothing, and brokers compare its options. A partition has a leader locator
     * also if none was requested.
     */
    private CompletableFuture<Boolean> hasOptions(String partition) {
        return request(new Create(partition, ofPartition)).handle((response, error) -> {
            if (error == null && response.code() == ResponseCode.OK) { // it was deleted a moment ago
                request(new Delete(partition));
                return false;
            }
            return error != null || response.code() != ResponseCode.PRECONDITION_FAILED;
        });
    }

    private interface Comparison {
        CompletableFuture<Boolean> isSame(String what);
    }

    /** Compares each of some names; what a broker does not tell, for lack of a permission, counts as the same. */
    private static CompletableFuture<Boolean> all(List<String> names, Comparison comparison) {
        CompletableFuture<Boolean> result = CompletableFuture.completedFuture(true);
        List<CompletableFuture<Boolean>> each = new ArrayList<>();
        names.forEach(name -> each.add(comparison.isSame(name)));
        for (CompletableFuture<Boolean> one : each) {
            result = result.thenCombine(one, Boolean::logicalAnd);
        }
        return result;
    }

    /**
     * The connection was lost before the answer. The broker may still be creating partitions, may have finished, or may
     * have failed and left a part behind, for which it would from now on answer that the super stream exists.
     *
     * @param before what existed a moment before
     */
    private CompletableFuture<Void> afterLoss(ConnectionException cause, @Nullable Part before) {
        return look().thenCompose(part -> {
            if (part.bound.equals(partitions)) {
                return CompletableFuture.completedFuture(null);
            } else if (!part.exchange) {
                return attempts < MAX_ATTEMPTS ? send() : CompletableFuture.failedFuture(cause);
            } else if (part.equals(before)) {
                return remove(part, cause);
            }
            return pause().thenCompose(waited -> afterLoss(cause, part));
        });
    }

    private CompletableFuture<Part> look() {
        return queries.find(superStream)
                .thenCombine(
                        streams(), (found, streams) -> new Part(found.isPresent(), found.orElse(List.of()), streams));
    }

    private CompletableFuture<Void> pause() {
        return delay.apply(PAUSE).thenRun(() -> {
            if (!wanted.getAsBoolean()) {
                throw new CancellationException("the operation was cancelled or timed out");
            }
        });
    }

    /** Removes what is left. Before this creation there was neither the exchange nor any of the streams. */
    private CompletableFuture<Void> remove(Part part, ConnectionException cause) {
        if (!partitions.containsAll(part.bound)) {
            throw differs("it exists with other partitions: " + part.bound);
        }
        CompletableFuture<Void> removed = part.exchange
                ? request(new DeleteSuperStream(superStream)).thenAccept(response -> {})
                : CompletableFuture.completedFuture(null);
        for (String stream : part.streams) {
            removed =
                    removed.thenCompose(nothing -> request(new Delete(stream))).thenAccept(response -> {});
        }
        return removed.thenCompose(nothing -> CompletableFuture.failedFuture(new ConnectionException(
                describe() + " was not created: the connection was lost meanwhile (" + cause.getMessage()
                        + "), and what the broker had created of it is deleted again",
                cause)));
    }

    /** The partitions that exist as streams. */
    private CompletableFuture<List<String>> streams() {
        Metadata request = new Metadata(partitions);
        return repeatable(connection -> connection.request(request)).thenApply(reply -> {
            Set<String> missing = Set.copyOf(reply.streams().stream()
                    .filter(info -> info.code() == ResponseCode.STREAM_DOES_NOT_EXIST)
                    .map(Metadata.StreamInfo::stream)
                    .toList());
            return partitions.stream().filter(each -> !missing.contains(each)).toList();
        });
    }

    private CompletableFuture<StatusResponse> request(Request<StatusResponse> request) {
        return repeatable(connection -> connection.request(request));
    }

    private <T> CompletableFuture<T> repeatable(Function<Connection, CompletableFuture<T>> request) {
        return RepeatableRequests.repeatable(connections, wanted, request);
    }

    private String describe() {
        return SuperStreamQueries.describe(superStream);
    }
}
