package io.rbfly.client.cluster;

import io.rbfly.client.api.connection.Address;
import io.rbfly.client.api.connection.AddressResolver;
import io.rbfly.client.api.error.ConnectionException;
import io.rbfly.client.api.error.RequestTimeoutException;
import io.rbfly.client.api.error.StreamException;
import io.rbfly.client.config.ClientContext;
import io.rbfly.client.config.Transport;
import io.rbfly.client.connection.Connection;
import io.rbfly.client.loop.Callbacks;
import io.rbfly.protocol.command.stream.Metadata;
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
 * Finds the nodes of streams, by Metadata requests over any open connection. Streams that are requested while a request
 * is pending go into the next one together. Locations are kept until they are forgotten. Used on the event loop only.
 */
public final class StreamLocator {
    private static final System.Logger LOG = System.getLogger(StreamLocator.class.getName());
    private static final int MAX_STREAMS_IN_REQUEST = 1000;
    private static final int MIN_ATTEMPTS = 3;
    /** The maximum size of a stream's name in a request, and the size of the rest. */
    private static final int NAME_BYTES = 257;

    private static final int HEADER_BYTES = 12;

    private final ConnectionPool pool;
    private final MetadataNodes metadataNodes;
    private final Callbacks callbacks;
    private final Transport transport;
    private final @Nullable AddressResolver resolver;
    /** Locations that are known or being requested. */
    private final Map<String, CompletableFuture<StreamLocation>> locations = new HashMap<>();

    private final Set<String> toAsk = new LinkedHashSet<>();
    private boolean asking;
    private boolean closed;

    StreamLocator(ConnectionPool pool, BootstrapConnection bootstrap, ClientContext context) {
        this.pool = pool;
        this.metadataNodes = new MetadataNodes(pool, bootstrap, context);
        this.callbacks = context.callbacks();
        this.transport = context.transport();
        this.resolver = context.settings().addressResolver();
    }

    /** The connections to the queried nodes were lost, or the nodes did not answer in time. */
    public static final class NotAnswered extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final StreamException last;

        private NotAnswered(StreamException last) {
            super(last.getMessage(), last);
            this.last = last;
        }

        public StreamException last() {
            return last;
        }
    }

    /**
     * Returns the location of a stream.
     *
     * @param role the role of the connection that is opened if none is open
     * @return a future that completes with the location on the event loop; it completes exceptionally with
     *     <ul>
     *       <li>an exception of {@link BootstrapConnection#connect};
     *       <li>{@link NotAnswered} if no node answered.
     *     </ul>
     */
    public CompletableFuture<StreamLocation> locate(ConnectionRole role, String stream) {
        assert callbacks.isOnLoop();
        if (closed) {
            return CompletableFuture.failedFuture(ConnectionPool.clientClosed());
        }
        CompletableFuture<StreamLocation> known = locations.get(stream);
        if (known != null) {
            return known;
        }
        CompletableFuture<StreamLocation> location = new CompletableFuture<>();
        locations.put(stream, location);
        toAsk.add(stream);
        if (!asking) {
            asking = true;
            // In the next iteration, since many callers that lost their connection follow one after the other.
            transport.loop().execute(() -> ask(role, attempts()));
        }
        return location;
    }

    /** Forgets the location of a stream, which may be outdated. */
    public void forget(String stream) {
        CompletableFuture<StreamLocation> known = locations.get(stream);
        if (known != null && known.isDone()) {
            locations.remove(stream);
        }
    }

    /** Fails all waiting callers: after a late answer they would request connections, which are no longer opened. */
    void close() {
        closed = true;
        fail(List.copyOf(toAsk), ConnectionPool.clientClosed());
    }

    /**
     * Returns the number of attempts: if a node stops, all its connections are lost one after the other before another
     * node is queried.
     */
    private int attempts() {
        int open = pool.open(ConnectionRole.READING).size()
                + pool.open(ConnectionRole.PUBLISHING).size();
        return Math.max(MIN_ATTEMPTS, open + 1);
    }

    private void ask(ConnectionRole role, int attemptsLeft) {
        if (closed) {
            return;
        }
        metadataNodes.next(role).whenComplete((connection, error) -> {
            if (error == null) {
                ask(role, attemptsLeft, connection);
            } else {
                fail(List.copyOf(toAsk), error);
                next(role);
            }
        });
    }

    private void ask(ConnectionRole role, int attemptsLeft, Connection connection) {
        int limit = Math.min(MAX_STREAMS_IN_REQUEST, Math.max(1, (connection.frameMax() - HEADER_BYTES) / NAME_BYTES));
        List<String> streams = toAsk.stream().limit(limit).toList();
        connection.request(new Metadata(streams)).whenComplete((reply, error) -> {
            Throwable cause = error == null ? null : Callbacks.unwrap(error);
            if (cause == null) {
                answered(streams, reply, connection);
            } else if (cause instanceof ConnectionException || cause instanceof RequestTimeoutException) {
                metadataNodes.failed(connection);
                if (cause instanceof RequestTimeoutException) {
                    connection.fail(cause); // a broker that does not answer is treated as lost
                }
                if (attemptsLeft > 1 && (cause instanceof ConnectionException || metadataNodes.hasOther())) {
                    // After the pool was notified of the end, since it would return this connection again before.
                    connection.closed().thenRunAsync(() -> ask(role, attemptsLeft - 1), transport.loop());
                    return;
                }
                fail(streams, new NotAnswered((StreamException) cause));
            } else {
                fail(streams, cause);
            }
            next(role);
        });
    }

    private void next(ConnectionRole role) {
        asking = !toAsk.isEmpty();
        if (asking) {
            transport.loop().execute(() -> ask(role, attempts()));
        }
    }

    private void fail(List<String> streams, Throwable cause) {
        toAsk.removeAll(streams);
        List<CompletableFuture<StreamLocation>> waiting =
                streams.stream().map(locations::remove).filter(Objects::nonNull).toList();
        waiting.forEach(location -> location.completeExceptionally(Callbacks.unwrap(cause)));
    }

    private void answered(List<String> streams, Metadata.Reply reply, Connection connection) {
        Map<Integer, StreamNode> nodes = nodes(reply.brokers(), connection);
        Map<String, StreamLocation> found = new HashMap<>();
        for (Metadata.StreamInfo info : reply.streams()) {
            List<StreamNode> replicas = info.replicas().stream()
                    .map(nodes::get)
                    .filter(Objects::nonNull)
                    .toList();
            found.put(info.stream(), new StreamLocation(info.code(), nodes.get(info.leader()), replicas));
        }
        streams.forEach(each -> found.putIfAbsent(each, StreamLocation.unknown(ResponseCode.STREAM_NOT_AVAILABLE)));
        metadataNodes.answered(connection, found.values().stream().allMatch(StreamLocation::isComplete));
        toAsk.removeAll(streams);
        for (String stream : streams) {
            StreamLocation answer = Objects.requireNonNull(found.get(stream), stream);
            // An error is not kept: a caller that has ended meanwhile does not forget it, and the next would fail by
            // it.
            CompletableFuture<StreamLocation> location =
                    answer.code() == ResponseCode.OK ? locations.get(stream) : locations.remove(stream);
            if (location != null) {
                location.complete(answer);
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

    /**
     * Returns a node with the address to connect to. A single node is reached at the address of the connection:
     * containers advertise names that cannot be resolved.
     */
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
        } catch (Throwable e) { // the resolver is code of the application
            LOG.log(System.Logger.Level.WARNING, "address resolver failed for node " + advertised, e);
            return StreamNode.unresolved(advertised, e);
        }
    }
}
