package io.rbfly.client.subscribe;

import io.rbfly.client.api.error.RequestTimeoutException;
import io.rbfly.client.cluster.ClusterConnections;
import io.rbfly.client.cluster.RepeatableRequests;
import io.rbfly.client.config.ClientContext;
import io.rbfly.client.loop.Callbacks;
import io.rbfly.client.loop.SerialExecutor;
import io.rbfly.client.loop.Timer;
import io.rbfly.client.subscribe.offset.ProcessedOffset;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Determines how many messages of streams a subscription has not delivered; for use in any thread. */
final class LagQuery {
    private final ClusterConnections connections;
    private final ClientContext context;
    private final Callbacks callbacks;
    private final SerialExecutor serial;

    LagQuery(ClusterConnections connections, ClientContext context, SerialExecutor serial) {
        this.connections = connections;
        this.context = context;
        this.callbacks = context.callbacks();
        this.serial = serial;
    }

    /** Queries one stream, for the application. */
    CompletableFuture<Long> of(SubscriptionSession session) {
        return limited(wanted -> query(session, wanted));
    }

    /** Queries all partitions, for the application; one that was deleted has nothing left to read. */
    CompletableFuture<Long> sum(Supplier<Collection<SubscriptionSession>> sessions) {
        return limited(wanted ->
                sum(sessions.get().stream().map(each -> query(each, wanted)).toList()));
    }

    private interface Query {
        CompletableFuture<Long> start(BooleanSupplier wanted);
    }

    /** Adds what is left of each partition; one that was deleted has nothing. */
    static CompletableFuture<Long> sum(List<CompletableFuture<Long>> lags) {
        List<CompletableFuture<Long>> all = new ArrayList<>();
        for (CompletableFuture<Long> lag : lags) {
            all.add(lag.exceptionallyCompose(error -> PartitionSessions.isDeleted(Callbacks.unwrap(error))
                    ? CompletableFuture.completedFuture(0L)
                    : CompletableFuture.failedFuture(error)));
        }
        CompletableFuture<Long> sum = CompletableFuture.completedFuture(0L);
        for (CompletableFuture<Long> lag : all) {
            sum = sum.thenCombine(lag, Long::sum);
        }
        return sum;
    }

    private CompletableFuture<Long> limited(Query query) {
        CompletableFuture<Long> pending = new CompletableFuture<>();
        CompletableFuture<Long> exposed = callbacks.expose(pending);
        callbacks.onLoop(() -> {
            Duration limit = context.settings().operationTimeout();
            Timer.Scheduled deadline = context.transport()
                    .timer()
                    .schedule(
                            limit,
                            () -> pending.completeExceptionally(new RequestTimeoutException(
                                    "lag not determined within " + limit.toMillis() + " ms")));
            pending.whenComplete((lag, error) -> deadline.cancel());
            query.start(() -> !pending.isDone()).whenComplete((lag, error) -> {
                if (error == null) {
                    pending.complete(lag);
                } else {
                    pending.completeExceptionally(Callbacks.unwrap(error));
                }
            });
        });
        exposed.whenComplete((lag, error) -> {
            if (error != null) {
                callbacks.onLoop(() -> pending.completeExceptionally(error)); // the application no longer waits
            }
        });
        return exposed;
    }

    private CompletableFuture<Long> query(SubscriptionSession session, BooleanSupplier wanted) {
        assert callbacks.isOnLoop();
        ResumePoint start = session.position();
        long beforeStart = start.isKnown() ? start.next() - 1 : ProcessedOffset.NONE;
        CompletableFuture<Long> delivered = new CompletableFuture<>();
        // Chunks that were received before this are added to the source first.
        serial.execute(() -> {
            long last = session.source().position(beforeStart);
            callbacks.onLoop(() -> delivered.complete(last));
        });
        return delivered.thenCompose(last -> RepeatableRequests.repeatable(
                        connections, wanted, connection -> StreamEnd.query(connection, session.stream()))
                .thenApply(end -> end.atLeast(session.position().lastReceived()).after(last)));
    }
}
