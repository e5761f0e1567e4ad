package io.rbfly.client;

import io.rbfly.client.api.Offset;
import io.rbfly.client.api.Publisher;
import io.rbfly.client.api.PublisherOptions;
import io.rbfly.client.api.Routing;
import io.rbfly.client.api.Subscription;
import io.rbfly.client.api.SubscriptionOptions;
import io.rbfly.client.api.connection.BrokerInfo;
import io.rbfly.client.api.stream.StreamMetadata;
import io.rbfly.client.api.stream.StreamOptions;
import io.rbfly.client.api.stream.StreamStatistics;
import io.rbfly.client.api.stream.SuperStreamOptions;
import io.rbfly.client.core.ClientCore;
import io.rbfly.client.core.StreamAdministration;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** The implementation of {@link StreamsClient}, on top of {@link ClientCore}. */
final class DefaultStreamsClient implements StreamsClient {
    /** The number of partitions that brokers allow by default. */
    private static final int MAX_PARTITIONS = 1_000;

    private final ClientCore core;

    DefaultStreamsClient(ClientCore core) {
        this.core = core;
    }

    @Override
    public CompletableFuture<BrokerInfo> broker() {
        return core.administer(StreamAdministration::broker);
    }

    @Override
    public boolean isConnected() {
        return core.isConnected();
    }

    @Override
    public CompletableFuture<Void> createStream(String stream, StreamOptions options) {
        Objects.requireNonNull(stream, "stream");
        Objects.requireNonNull(options, "options");
        return core.administer(streams -> streams.create(stream, options));
    }

    @Override
    public CompletableFuture<Void> deleteStream(String stream) {
        Objects.requireNonNull(stream, "stream");
        return core.administer(streams -> streams.delete(stream));
    }

    @Override
    public CompletableFuture<Boolean> streamExists(String stream) {
        Objects.requireNonNull(stream, "stream");
        return core.administer(streams -> streams.exists(stream));
    }

    @Override
    public CompletableFuture<Map<String, StreamMetadata>> streamMetadata(String... streams) {
        Objects.requireNonNull(streams, "streams");
        List<String> names = List.of(streams);
        return core.administer(all -> all.metadata(names));
    }

    @Override
    public CompletableFuture<StreamStatistics> streamStats(String stream) {
        Objects.requireNonNull(stream, "stream");
        return core.administer(streams -> streams.statistics(stream));
    }

    @Override
    public CompletableFuture<Void> createSuperStream(String superStream, SuperStreamOptions options) {
        Objects.requireNonNull(superStream, "superStream");
        Objects.requireNonNull(options, "options");
        return core.administerSuperStreams(options.keys().size(), all -> all.create(superStream, options));
    }

    @Override
    public CompletableFuture<Void> deleteSuperStream(String superStream) {
        Objects.requireNonNull(superStream, "superStream");
        return core.administerSuperStreams(MAX_PARTITIONS, all -> all.delete(superStream));
    }

    @Override
    public CompletableFuture<Boolean> superStreamExists(String superStream) {
        Objects.requireNonNull(superStream, "superStream");
        return core.administerSuperStreams(0, all -> all.exists(superStream));
    }

    @Override
    public CompletableFuture<List<String>> partitions(String superStream) {
        Objects.requireNonNull(superStream, "superStream");
        return core.administerSuperStreams(0, all -> all.partitions(superStream));
    }

    @Override
    public CompletableFuture<List<String>> route(String superStream, String routingKey) {
        Objects.requireNonNull(superStream, "superStream");
        Objects.requireNonNull(routingKey, "routingKey");
        return core.administerSuperStreams(0, all -> all.route(superStream, routingKey));
    }

    @Override
    public CompletableFuture<Publisher> publisher(String stream, PublisherOptions options) {
        Objects.requireNonNull(stream, "stream");
        Objects.requireNonNull(options, "options");
        return core.publisher(stream, options);
    }

    @Override
    public CompletableFuture<Subscription> subscribe(String stream, Offset offset, SubscriptionOptions options) {
        Objects.requireNonNull(stream, "stream");
        Objects.requireNonNull(offset, "offset");
        Objects.requireNonNull(options, "options");
        return core.subscribe(stream, offset, options);
    }

    @Override
    public CompletableFuture<Publisher> superStreamPublisher(
            String superStream, Routing routing, PublisherOptions options) {
        Objects.requireNonNull(superStream, "superStream");
        Objects.requireNonNull(routing, "routing");
        Objects.requireNonNull(options, "options");
        return core.superStreamPublisher(superStream, routing, options);
    }

    @Override
    public CompletableFuture<Subscription> subscribeSuperStream(
            String superStream, Offset offset, SubscriptionOptions options) {
        Objects.requireNonNull(superStream, "superStream");
        Objects.requireNonNull(offset, "offset");
        Objects.requireNonNull(options, "options");
        return core.subscribeSuperStream(superStream, offset, options);
    }

    @Override
    public CompletableFuture<Void> storeOffset(String stream, String reference, long offset) {
        Objects.requireNonNull(stream, "stream");
        Objects.requireNonNull(reference, "reference");
        return core.administer(streams -> streams.storeOffset(stream, reference, offset));
    }

    @Override
    public CompletableFuture<OptionalLong> queryOffset(String stream, String reference) {
        Objects.requireNonNull(stream, "stream");
        Objects.requireNonNull(reference, "reference");
        return core.administer(streams -> streams.queryOffset(stream, reference));
    }

    @Override
    public CompletableFuture<OptionalLong> lag(String stream, String reference) {
        Objects.requireNonNull(stream, "stream");
        Objects.requireNonNull(reference, "reference");
        return core.administer(streams -> streams.lag(stream, reference));
    }

    @Override
    public CompletableFuture<Long> resolveOffset(String stream, Offset offset) {
        Objects.requireNonNull(stream, "stream");
        Objects.requireNonNull(offset, "offset");
        return core.administer(streams -> streams.resolve(stream, offset));
    }

    @Override
    public CompletableFuture<Void> delay(Duration delay) {
        Objects.requireNonNull(delay, "delay");
        return core.delay(delay);
    }

    @Override
    public <T extends @Nullable Object> CompletableFuture<T> runIn(Executor pool, Callable<T> task) {
        Objects.requireNonNull(pool, "pool");
        Objects.requireNonNull(task, "task");
        return core.runIn(pool, task);
    }

    @Override
    public Executor executor() {
        return core.callbacks();
    }

    @Override
    public CompletableFuture<Void> close() {
        return core.close();
    }

    @Override
    public CompletableFuture<Void> close(Duration drain) {
        Objects.requireNonNull(drain, "drain");
        if (drain.isNegative()) {
            throw new IllegalArgumentException("drain: " + drain + " (expected: zero or more)");
        }
        return core.close(drain);
    }

    @Override
    public String toString() {
        return "StreamsClient[" + core + "]";
    }
}
