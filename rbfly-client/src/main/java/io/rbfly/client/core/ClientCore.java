package io.rbfly.client.core;

import io.netty.channel.EventLoopGroup;
import io.rbfly.client.api.AsyncCloseable;
import io.rbfly.client.api.Offset;
import io.rbfly.client.api.Publisher;
import io.rbfly.client.api.PublisherOptions;
import io.rbfly.client.api.Routing;
import io.rbfly.client.api.Subscription;
import io.rbfly.client.api.SubscriptionOptions;
import io.rbfly.client.api.error.ClosedException;
import io.rbfly.client.api.error.RequestTimeoutException;
import io.rbfly.client.cluster.ClusterConnections;
import io.rbfly.client.config.ClientContext;
import io.rbfly.client.config.ClientSettings;
import io.rbfly.client.config.Transport;
import io.rbfly.client.connection.RequestDuration;
import io.rbfly.client.event.Events;
import io.rbfly.client.loop.Callbacks;
import io.rbfly.client.loop.LoopWatchdog;
import io.rbfly.client.loop.Timer;
import io.rbfly.client.publish.StreamPublisher;
import io.rbfly.client.publish.partition.SuperStreamPublisher;
import io.rbfly.client.subscribe.ParallelSubscription;
import io.rbfly.client.subscribe.StreamSubscription;
import io.rbfly.client.subscribe.SuperStreamSubscription;
import io.rbfly.client.subscribe.group.GroupNames;
import io.rbfly.client.subscribe.group.Membership;
import io.rbfly.client.superstream.SuperStreamAdministration;
import io.rbfly.protocol.wire.Check;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The parts of a client: an event loop, connections, and the open publishers and subscriptions. */
public final class ClientCore {
    /** No limit. */
    private static final Duration NO_LIMIT = ChronoUnit.FOREVER.getDuration();

    private final ClientContext context;

    private final Transport transport;
    private final ClientSettings settings;
    private final Callbacks callbacks;
    private final @Nullable LoopWatchdog watchdog;
    private final ClusterConnections connections;
    private final Delays delays;
    private final GroupNames groups = new GroupNames();
    /**
     * Open publishers and subscriptions, each with a future that completes on the event loop when it is closed. Used
     * there only.
     */
    private final Map<AsyncCloseable, CompletableFuture<Void>> open = new LinkedHashMap<>();

    /** Completes when closing stops waiting for confirms. */
    private final CompletableFuture<Void> patience = new CompletableFuture<>();

    private final CompletableFuture<Void> closed = new CompletableFuture<>();
    private boolean closing;

    public ClientCore(
            Transport transport,
            ClientSettings settings,
            @Nullable Executor callbackExecutor,
            Duration blockedLoopWarning) {
        this.transport = transport;
        this.settings = settings;
        this.callbacks = new Callbacks(transport.loop(), transport.timer(), callbackExecutor);
        this.context = new ClientContext(transport, settings, callbacks);
        this.delays = new Delays(transport.timer());
        this.connections = new ClusterConnections(context);
        this.watchdog = !transport.watched()
                ? null
                : LoopWatchdog.watch(
                        transport.loop(),
                        blockedLoopWarning,
                        (blocked, stack) -> settings.listener().accept(new Events.EventLoopBlocked(blocked, stack)),
                        pause -> settings.listener().accept(new Events.JvmPaused(pause)));
    }

    public Callbacks callbacks() {
        return callbacks;
    }

    /** Runs an administrative operation on the event loop. */
    public <T extends @Nullable Object> CompletableFuture<T> administer(
            Function<StreamAdministration, CompletableFuture<T>> operation) {
        return call(
                wanted -> operation.apply(new StreamAdministration(
                        connections, settings.uri().virtualHost(), transport.timer(), delays, wanted)),
                settings.operationTimeout(),
                result -> {});
    }

    /**
     * Runs an operation on super streams on the event loop.
     *
     * @param partitions that the broker has to create or delete in it
     */
    public <T extends @Nullable Object> CompletableFuture<T> administerSuperStreams(
            int partitions, Function<SuperStreamAdministration, CompletableFuture<T>> operation) {
        return call(
                wanted -> operation.apply(new SuperStreamAdministration(
                        connections, settings.uri().virtualHost(), delays::start, wanted)),
                RequestDuration.limit(settings.operationTimeout(), partitions),
                result -> {});
    }

    public CompletableFuture<Publisher> publisher(String stream, PublisherOptions options) {
        return open(() -> {
            Check.stream(stream);
            return StreamPublisher.open(stream, options, connections.publishing(), context)
                    .thenApply(publisher -> track(publisher, publisher.ended()));
        });
    }

    public CompletableFuture<Publisher> superStreamPublisher(
            String superStream, Routing routing, PublisherOptions options) {
        return open(() -> {
            SuperStreamAdministration.check(superStream);
            return SuperStreamPublisher.open(superStream, routing, options, connections, context)
                    .thenApply(publisher -> track(publisher, publisher.ended()));
        });
    }

    public CompletableFuture<Subscription> subscribe(String stream, Offset offset, SubscriptionOptions options) {
        return open(() -> {
            Check.stream(stream);
            Membership membership = Membership.of(options, null, groups);
            return StreamSubscription.open(stream, offset, options, membership, connections, context)
                    .thenApply(subscription -> track(subscription, subscription.ended()));
        });
    }

    public CompletableFuture<Subscription> subscribeSuperStream(
            String superStream, Offset offset, SubscriptionOptions options) {
        return open(() -> {
            SuperStreamAdministration.check(superStream);
            Membership membership = Membership.of(options, superStream, groups);
            return options.partitionExecutor() == null
                    ? SuperStreamSubscription.open(superStream, offset, options, membership, connections, context)
                            .thenApply(subscription -> track(subscription, subscription.ended()))
                    : ParallelSubscription.open(superStream, offset, options, membership, connections, context)
                            .thenApply(subscription -> track(subscription, subscription.ended()));
        });
    }

    /**
     * Opens a publisher or subscription, and closes it again if its future is already complete or the client is
     * closing.
     */
    private <R extends AsyncCloseable> CompletableFuture<R> open(Supplier<CompletableFuture<R>> operation) {
        return call(wanted -> operation.get(), settings.operationTimeout(), AsyncCloseable::close);
    }

    public CompletableFuture<Void> delay(Duration delay) {
        CompletableFuture<Void> delayed = new CompletableFuture<>();
        CompletableFuture<Void> result = call(
                wanted -> {
                    delays.add(delayed, delay);
                    return delayed;
                },
                NO_LIMIT,
                nothing -> {});
        result.whenComplete((nothing, error) -> {
            if (result.isCancelled()) {
                callbacks.onLoop(() -> delayed.cancel(false)); // the timer is no longer needed
            }
        });
        return result;
    }

    public <T extends @Nullable Object> CompletableFuture<T> runIn(Executor pool, Callable<T> task) {
        CompletableFuture<T> result = new CompletableFuture<>();
        try {
            pool.execute(() -> {
                try {
                    result.complete(task.call());
                } catch (Throwable e) {
                    result.completeExceptionally(e);
                }
            });
        } catch (Throwable e) { // also an Error: a pool may have no memory for a thread
            result.completeExceptionally(e);
        }
        return callbacks.expose(result);
    }

    public CompletableFuture<Void> close() {
        return close(settings.requestTimeout());
    }

    public CompletableFuture<Void> close(Duration drain) {
        if (!transport.loop().isShuttingDown()) {
            callbacks.onLoop(() -> {
                if (!transport.loop().isShuttingDown() && !closed.isDone()) {
                    Timer.Scheduled limit = transport.timer().schedule(drain, () -> patience.complete(null));
                    closed.thenRun(limit::cancel); // the loop may live on
                }
                if (!closing) {
                    closing = true;
                    closeAll();
                }
            });
        }
        return forApplication(closed);
    }

    /** Returns a separate future for each caller, so that cancelling one does not affect the others. */
    private CompletableFuture<Void> forApplication(CompletableFuture<Void> internal) {
        CompletableFuture<Void> copy = callbacks.newFuture();
        internal.whenComplete((nothing, error) -> copy.complete(null));
        return copy;
    }

    private void closeAll() {
        assert callbacks.isOnLoop();
        delays.endAll();
        Map<AsyncCloseable, CompletableFuture<Void>> all = new LinkedHashMap<>(open);
        all.keySet().forEach(ClientCore::close);
        // Not the futures of the application, since its executor completes those at an unknown time.
        CompletableFuture<Void> drained = CompletableFuture.allOf(all.values().toArray(CompletableFuture[]::new));
        CompletableFuture.anyOf(drained, patience)
                .whenComplete((done, error) -> connections.close().whenComplete((gone, failure) -> shutDown()));
    }

    /** Closes a publisher or subscription. Publishers get no limit of their own, since the client has one. */
    private static void close(AsyncCloseable part) {
        if (part instanceof Publisher publisher) {
            publisher.close(NO_LIMIT);
        } else {
            part.close();
        }
    }

    private void shutDown() {
        assert callbacks.isOnLoop();
        if (watchdog != null) {
            watchdog.stop();
        }
        if (!transport.ownsLoop()) {
            reportClosed();
            return;
        }
        EventLoopGroup group = transport.loop().parent();
        group.shutdownGracefully(0, settings.requestTimeout().toMillis(), TimeUnit.MILLISECONDS);
        group.terminationFuture().addListener(done -> reportClosed());
    }

    private void reportClosed() {
        try {
            closed.completeAsync(() -> null, transport.afterEnd());
        } catch (Throwable e) { // no thread can be started now
            closed.complete(null);
        }
    }

    private <R extends AsyncCloseable> R track(R opened, CompletableFuture<Void> closed) {
        assert callbacks.isOnLoop();
        if (closing) {
            opened.close();
            throw clientClosed();
        }
        open.put(opened, closed);
        closed.whenComplete((nothing, error) -> open.remove(opened));
        return opened;
    }

    private static ClosedException clientClosed() {
        return new ClosedException("client is closed");
    }

    /**
     * Starts an operation on the event loop. Its future completes on the callback executor.
     *
     * @param timeout the limit for the whole operation: connecting, pauses and repeated requests
     * @param discard called with a result that is not returned because the future was cancelled or the time has passed
     */
    private <T extends @Nullable Object> CompletableFuture<T> call(
            Function<BooleanSupplier, CompletableFuture<T>> operation, Duration timeout, Consumer<? super T> discard) {
        CompletableFuture<T> pending = new CompletableFuture<>();
        if (transport.loop().isShuttingDown()) {
            return callbacks.failedFuture(clientClosed());
        }
        callbacks.onLoop(() -> {
            CompletableFuture<T> result = begin(() -> operation.apply(() -> !pending.isDone()));
            result.whenComplete((value, error) -> {
                if (error != null) {
                    pending.completeExceptionally(Callbacks.unwrap(error));
                } else if (!pending.complete(value)) {
                    discard.accept(value);
                }
            });
            limit(pending, timeout);
        });
        CompletableFuture<T> exposed = callbacks.expose(pending, discard);
        exposed.whenComplete((value, error) -> {
            if (error != null) {
                pending.completeExceptionally(error); // the application no longer waits
            }
        });
        return exposed;
    }

    private void limit(CompletableFuture<?> operation, Duration timeout) {
        if (operation.isDone() || timeout.equals(NO_LIMIT)) {
            return;
        }
        Timer.Scheduled deadline = transport
                .timer()
                .schedule(
                        timeout,
                        () -> operation.completeExceptionally(
                                new RequestTimeoutException("operation not complete within "
                                        + timeout.toMillis() + " ms"
                                        + (settings.state().isConnected() ? "" : ": no broker is connected"))));
        operation.whenComplete((value, error) -> deadline.cancel());
    }

    private <T extends @Nullable Object> CompletableFuture<T> begin(Supplier<CompletableFuture<T>> operation) {
        if (closing) {
            return CompletableFuture.failedFuture(clientClosed());
        }
        try {
            return operation.get();
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    public boolean isConnected() {
        return settings.state().isConnected();
    }

    @Override
    public String toString() {
        return settings.uri().toString();
    }
}
