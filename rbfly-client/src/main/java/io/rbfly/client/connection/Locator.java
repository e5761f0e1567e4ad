package io.rbfly.client.connection;

import io.rbfly.client.api.Address;
import io.rbfly.client.api.AddressResolver;
import io.rbfly.client.api.ConnectionException;
import io.rbfly.client.api.RequestTimeoutException;
import io.rbfly.client.api.StreamException;
import io.rbfly.client.loop.Callbacks;
import io.rbfly.protocol.command.Metadata;
import io.rbfly.protocol.wire.ResponseCode;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Finds out on which nodes streams are, by Metadata requests over whatever connection is open. Streams that are asked for
 * while one request is under way go into the next one together. Answers are kept until they are forgotten. Used on the event
 * loop only.
 */
final class Locator {
    private static final System.Logger LOG = System.getLogger(Locator.class.getName());
    private static final int MOST_STREAMS_IN_REQUEST = 1000;
    private static final int FEWEST_ATTEMPTS = 3;
    /** What a stream's name takes in a request at most, and what the rest takes. */
    private static final int NAME_BYTES = 257;

    private static final int HEADER_BYTES = 12;

    private final ConnectionPool pool;
    private final Informants informants;
    private final Callbacks callbacks;
    private final Transport transport;
    private final @Nullable AddressResolver resolver;
    /** What is known, or being asked. */
    private final Map<String, CompletableFuture<Location>> locations = new HashMap<>();

    private final Set<String> toAsk = new LinkedHashSet<>();
    private boolean asking;
    private boolean closed;

    Locator(ConnectionPool pool, Seeds seeds, ClientContext context) {
        this.pool = pool;
        this.informants = new Informants(pool, seeds, context);
        this.callbacks = context.callbacks();
        this.transport = context.transport();
        this.resolver = context.settings().addressResolver();
    }

    /** The nodes that were asked were lost, or silent, before they answered. */
    static final class NotAnswered extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final StreamException last;

        private NotAnswered(StreamException last) {
            super(last.getMessage(), last);
            this.last = last;
        }

        StreamException last() {
            return last;
        }
    }

    /**
     * Where a stream is.
     *
     * @param purpose of the connection that is made when none is open
     * @return a future, completed on the event loop: exceptionally with what {@link Seeds#connect} ends with, or
     *     with {@link NotAnswered}
     */
    CompletableFuture<Location> locate(Purpose purpose, String stream) {
        assert callbacks.isOnLoop();
        if (closed) {
            return CompletableFuture.failedFuture(ConnectionPool.clientClosed());
        }
        CompletableFuture<Location> known = locations.get(stream);
        if (known != null) {
            return known;
        }
        CompletableFuture<Location> location = new CompletableFuture<>();
        locations.put(stream, location);
        toAsk.add(stream);
        if (!asking) {
            asking = true;
            // Not at once: many who lost their connection come one after the other.
            transport.loop().execute(() -> ask(purpose, attempts()));
        }
        return location;
    }

    /** What was known of a stream may be wrong by now. */
    void forget(String stream) {
        CompletableFuture<Location> known = locations.get(stream);
        if (known != null && known.isDone()) {
            locations.remove(stream);
        }
    }

    /** Ends the waiting: an answer that still comes would lead to connections that are made no more. */
    void close() {
        closed = true;
        fail(List.copyOf(toAsk), ConnectionPool.clientClosed());
    }

    /** All connections to a node that goes are lost, one after the other, before another node is asked. */
    private int attempts() {
        int open = pool.open(Purpose.READING).size()
                + pool.open(Purpose.PUBLISHING).size();
        return Math.max(FEWEST_ATTEMPTS, open + 1);
    }

    private void ask(Purpose purpose, int attemptsLeft) {
        if (closed) {
            return;
        }
        informants.next(purpose).whenComplete((connection, error) -> {
            if (error == null) {
                ask(purpose, attemptsLeft, connection);
            } else {
                fail(List.copyOf(toAsk), error);
                next(purpose);
            }
        });
    }

    private void ask(Purpose purpose, int attemptsLeft, Connection connection) {
        int most = Math.min(MOST_STREAMS_IN_REQUEST, Math.max(1, (connection.frameMax() - HEADER_BYTES) / NAME_BYTES));
        List<String> streams = toAsk.stream().limit(most).toList();
        connection.request(new Metadata(streams)).whenComplete((reply, error) -> {
            Throwable cause = error == null ? null : Callbacks.unwrap(error);
            if (cause == null) {
                answered(streams, reply, connection);
            } else if (cause instanceof ConnectionException || cause instanceof RequestTimeoutException) {
                informants.failed(connection);
                if (cause instanceof RequestTimeoutException) {
                    connection.fail(cause); // a broker that does not answer is as good as gone
                }
                if (attemptsLeft > 1 && (cause instanceof ConnectionException || informants.hasOther())) {
                    // Behind the pool, which is told of the end too, and would give it again before.
                    connection.closed().thenRunAsync(() -> ask(purpose, attemptsLeft - 1), transport.loop());
                    return;
                }
                fail(streams, new NotAnswered((StreamException) cause));
            } else {
                fail(streams, cause);
            }
            next(purpose);
        });
    }

    private void next(Purpose purpose) {
        asking = !toAsk.isEmpty();
        if (asking) {
            transport.loop().execute(() -> ask(purpose, attempts()));
        }
    }

    private void fail(List<String> streams, Throwable cause) {
        toAsk.removeAll(streams);
        List<CompletableFuture<Location>> waiting =
                streams.stream().map(locations::remove).filter(Objects::nonNull).toList();
        waiting.forEach(location -> location.completeExceptionally(Callbacks.unwrap(cause)));
    }

    private void answered(List<String> streams, Metadata.Reply reply, Connection connection) {
        Map<Integer, StreamNode> nodes = nodes(reply.brokers(), connection);
        Map<String, Location> found = new HashMap<>();
        for (Metadata.StreamInfo info : reply.streams()) {
            List<StreamNode> replicas = info.replicas().stream()
                    .map(nodes::get)
                    .filter(Objects::nonNull)
                    .toList();
            found.put(info.stream(), new Location(info.code(), nodes.get(info.leader()), replicas));
        }
        streams.forEach(each -> found.putIfAbsent(each, Location.unknown(ResponseCode.STREAM_NOT_AVAILABLE)));
        informants.answered(connection, found.values().stream().allMatch(Location::isComplete));
        toAsk.removeAll(streams);
        for (String stream : streams) {
            CompletableFuture<Location> location = locations.get(stream);
            if (location != null) {
                location.complete(found.get(stream));
            }
        }
    }

    private Map<Integer, StreamNode> nodes(List<Metadata.Broker> brokers, Connection connection) {
        Map<Integer, StreamNode> nodes = new HashMap<>();
        for (Metadata.Broker broker : brokers) {
            try {
                Address advertised = new Address(broker.host(), broker.port());
                nodes.put(broker.reference(), reach(advertised, brokers.size() == 1, connection));
            } catch (IllegalArgumentException e) {
                LOG.log(System.Logger.Level.WARNING, "no address for node " + broker, e);
            }
        }
        return nodes;
    }

    /** A node that stands alone is reached as it was before: containers advertise names that nobody can resolve. */
    private StreamNode reach(Address advertised, boolean alone, Connection connection) {
        if (resolver != null) {
            return resolved(resolver, advertised);
        }
        return StreamNode.at(advertised, alone && connection.isTo(advertised) ? connection.address() : advertised);
    }

    private static StreamNode resolved(AddressResolver resolver, Address advertised) {
        try {
            return StreamNode.at(
                    advertised, Objects.requireNonNull(resolver.resolve(advertised), "resolver returned null"));
        } catch (Throwable e) { // of the application
            LOG.log(System.Logger.Level.WARNING, "address resolver failed for node " + advertised, e);
            return StreamNode.unresolved(advertised, e);
        }
    }
}
