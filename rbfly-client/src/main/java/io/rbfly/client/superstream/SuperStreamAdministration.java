package io.rbfly.client.superstream;

import io.rbfly.client.api.error.BrokerException;
import io.rbfly.client.api.error.ErrorCode;
import io.rbfly.client.api.error.UnsupportedException;
import io.rbfly.client.api.stream.SuperStreamOptions;
import io.rbfly.client.cluster.ClusterConnections;
import io.rbfly.client.cluster.RepeatableRequests;
import io.rbfly.client.config.StreamNames;
import io.rbfly.client.connection.Refusals;
import io.rbfly.protocol.command.superstream.DeleteSuperStream;
import io.rbfly.protocol.wire.Check;
import io.rbfly.protocol.wire.CommandKey;
import io.rbfly.protocol.wire.ResponseCode;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/** Creating, deleting and querying super streams. Used on the event loop only. */
public final class SuperStreamAdministration {
    /** The first version of RabbitMQ that creates and deletes super streams. */
    static final String SINCE = "3.13";

    private static final String PREDECLARED = "amq.";

    private final ClusterConnections connections;
    private final StreamNames names;
    private final Function<Duration, CompletableFuture<Void>> delay;
    private final BooleanSupplier wanted;
    private final SuperStreamQueries queries;

    /**
     * Creates it for one operation.
     *
     * @param delay gives futures that complete after a delay, or fail when the client is closed
     * @param wanted returns whether the caller still waits for the operation
     */
    public SuperStreamAdministration(
            ClusterConnections connections,
            String virtualHost,
            Function<Duration, CompletableFuture<Void>> delay,
            BooleanSupplier wanted) {
        this.connections = connections;
        this.names = StreamNames.of(virtualHost);
        this.delay = delay;
        this.wanted = wanted;
        this.queries = new SuperStreamQueries(connections, wanted);
    }

    public CompletableFuture<Void> create(String superStream, SuperStreamOptions options) {
        check(superStream);
        List<String> partitions = options.partitionsOf(superStream);
        partitions.forEach(partition -> names.check("partition", partition));
        return new SuperStreamCreation(superStream, options, connections, delay, wanted).create();
    }

    /**
     * Deletes a super stream. Brokers delete any exchange, and all streams that are bound to it, so what is certainly
     * no super stream is refused here: one without partitions, and one whose streams do not have its name.
     */
    public CompletableFuture<Void> delete(String superStream) {
        check(superStream);
        return queries.find(superStream)
                .thenCompose(found ->
                        found.isEmpty() ? CompletableFuture.completedFuture(null) : delete(superStream, found.get()));
    }

    private CompletableFuture<Void> delete(String superStream, List<String> partitions) {
        if (partitions.isEmpty()) {
            throw refused(superStream, "no stream is bound to the exchange of this name");
        }
        for (String partition : partitions) {
            if (!partition.startsWith(superStream + "-")) {
                throw refused(superStream, "its stream " + partition + " is not named like one of its partitions");
            }
        }
        DeleteSuperStream request = new DeleteSuperStream(superStream);
        return RepeatableRequests.repeatable(connections, wanted, connection -> {
            if (!connection.supports(CommandKey.DELETE_SUPER_STREAM, 1)) {
                throw new UnsupportedException("deleting super streams", SINCE);
            }
            return connection.request(request).thenAccept(response -> {
                if (response.code() != ResponseCode.OK && response.code() != ResponseCode.STREAM_DOES_NOT_EXIST) {
                    throw Refusals.of(SuperStreamQueries.describe(superStream), response.code());
                }
            });
        });
    }

    private static BrokerException refused(String superStream, String why) {
        return new BrokerException(
                SuperStreamQueries.describe(superStream) + " was not deleted, since it may be an exchange of another"
                        + " application: " + why,
                ErrorCode.PRECONDITION_FAILED);
    }

    public CompletableFuture<Boolean> exists(String superStream) {
        check(superStream);
        return queries.find(superStream)
                .thenApply(found -> found.isPresent() && !found.get().isEmpty());
    }

    public CompletableFuture<List<String>> partitions(String superStream) {
        check(superStream);
        return queries.find(superStream)
                .thenApply(found -> found.orElseThrow(() -> SuperStreamQueries.missing(superStream)));
    }

    public CompletableFuture<List<String>> route(String superStream, String key) {
        check(superStream);
        Check.referenceOrEmpty("routingKey", key);
        return queries.route(superStream, key);
    }

    /** Checks the name of a super stream: an empty one would denote all streams of the virtual host. */
    public static void check(String superStream) {
        Check.name("superStream", superStream);
        if (superStream.startsWith(PREDECLARED)) {
            throw new IllegalArgumentException(
                    "superStream: " + superStream + " (expected: a name that does not begin with amq.)");
        }
    }
}
