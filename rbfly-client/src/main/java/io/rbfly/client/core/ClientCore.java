package io.rbfly.client.core;

import io.rbfly.client.api.AsyncCloseable;
import io.rbfly.client.api.Offset;
import io.rbfly.client.api.Publisher;
import io.rbfly.client.api.PublisherOptions;
import io.rbfly.client.api.Subscription;
import io.rbfly.client.api.SubscriptionOptions;
import io.rbfly.client.api.error.ClosedException;
import io.rbfly.client.api.error.RequestTimeoutException;
import io.rbfly.client.cluster.ClusterConnections;
import io.rbfly.client.config.ClientContext;
import io.rbfly.client.config.ClientSettings;
import io.rbfly.client.config.Transport;
import io.rbfly.client.event.Events;
import io.rbfly.client.loop.Callbacks;
import io.rbfly.client.loop.LoopWatchdog;
import io.rbfly.client.loop.Timer;
import io.rbfly.client.publish.StreamPublisher;
import io.rbfly.client.subscribe.StreamSubscription;
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

/** What a client is made of: an event loop, connections, and what was opened on them. */
public final class ClientCore {
    /** No bound. */
    private static final Duration FOR_EVER = ChronoUnit.FOREVER.getDuration();

    private final ClientContext context;

    private final Transport transport;
    private final ClientSettings settings;
    private final Callbacks callbacks;
    private final LoopWatchdog watchdog;
    private final ClusterConnections connections;
    private final Delays delays;
    /** Open publishers and subscriptions, and what completes on the event loop when each is closed. Used there only. */
    private final Map<AsyncCloseable, CompletableFuture<Void>> open = new LinkedHashMap<>();

    /** Completes when closing waits no longer for messages to be confirmed. */
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
        this.watchdog = LoopWatchdog.watch(
                transport.loop(),
                blockedLoopWarning,
                (blocked, stack) -> settings.listener().accept(new Events.EventLoopBlocked(blocked, stack)),
                pause -> settings.listener().accept(new Events.JvmPaused(pause)));
    }

    public Callbacks callbacks() {
        return callbacks;
    }

    /** Runs an operation on streams. */
    public <T extends @Nullable Object> CompletableFuture<T> administer(
            Function<StreamAdministration, CompletableFuture<T>> operation) {
        return call(
                wanted -> operation.apply(
                        new StreamAdministration(connections, settings.uri().virtualHost(), wanted)),
                settings.operationTimeout(),
                result -> {});
    }

    public CompletableFuture<Publisher> publisher(String stream, PublisherOptions options) {
        return open(() -> {
            Check.stream(stream);
            return StreamPublisher.open(stream, options, connections.publishing(), context)
                    .thenApply(publisher -> track(publisher, publisher.over()));
        });
    }

    public CompletableFuture<Subscription> subscribe(String stream, Offset offset, SubscriptionOptions options) {
        return open(() -> {
            Check.stream(stream);
            return StreamSubscription.open(stream, offset, options, connections.reading(), context)
                    .thenApply(subscription -> track(subscription, subscription.over()));
        });
    }

    /** Nobody would close what is opened when nobody waits for it any more, or what is opened while all is closed. */
    private <R extends AsyncCloseable> CompletableFuture<R> open(Supplier<CompletableFuture<R>> operation) {
        return call(wanted -> operation.get(), settings.operationTimeout(), AsyncCloseable::close);
    }

    public CompletableFuture<Void> delay(Duration delay) {
        CompletableFuture<Void> over = new CompletableFuture<>();
        CompletableFuture<Void> result = call(
                wanted -> {
                    delays.add(over, delay);
                    return over;
                },
                FOR_EVER,
                nothing -> {});
        result.whenComplete((nothing, error) -> {
            if (result.isCancelled()) {
                callbacks.onLoop(() -> over.cancel(false)); // the timer need not run
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
        } catch (Throwable e) { // also an error: a pool may find no memory for a thread
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
                if (!transport.loop().isShuttingDown()) {
                    transport.timer().schedule(drain, () -> patience.complete(null));
                }
                if (!closing) {
                    closing = true;
                    closeAll();
                }
            });
        }
        return forApplication(closed);
    }

    /** A future of its own for each who asks, so that cancelling one cancels no other. */
    private CompletableFuture<Void> forApplication(CompletableFuture<Void> internal) {
        CompletableFuture<Void> copy = callbacks.newFuture();
        internal.whenComplete((nothing, error) -> copy.complete(null));
        return copy;
    }

    private void closeAll() {
        assert callbacks.isOnLoop();
        watchdog.stop();
        delays.endAll();
        Map<AsyncCloseable, CompletableFuture<Void>> all = Map.copyOf(open);
        all.keySet().forEach(ClientCore::close);
        // Not the futures that the application gets, which its executor completes, whenever and wherever that is.
        CompletableFuture<Void> drained = CompletableFuture.allOf(all.values().toArray(CompletableFuture[]::new));
        CompletableFuture.anyOf(drained, patience)
                .whenComplete((done, error) -> connections.close().whenComplete((gone, failure) -> shutDown()));
    }

    /** Publishers have as long as the client lets them, not a bound of their own. */
    private static void close(AsyncCloseable part) {
        if (part instanceof Publisher publisher) {
            publisher.close(FOR_EVER);
        } else {
            part.close();
        }
    }

    private void shutDown() {
        assert callbacks.isOnLoop();
        transport
                .loop()
                .parent()
                .shutdownGracefully(0, settings.requestTimeout().toMillis(), TimeUnit.MILLISECONDS);
        transport.loop().parent().terminationFuture().addListener(done -> closed.completeAsync(() -> null));
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
     * Begins an operation on the event loop; its future completes for the application on the callback executor.
     *
     * @param timeout for all of it: connecting, pauses and repeated requests
     * @param discard gets a result that nobody takes: its future was cancelled, or time ran out
     */
    private <T extends @Nullable Object> CompletableFuture<T> call(
            Function<BooleanSupplier, CompletableFuture<T>> operation, Duration timeout, Consumer<? super T> discard) {
        CompletableFuture<T> begun = new CompletableFuture<>();
        if (transport.loop().isShuttingDown()) {
            return callbacks.failedFuture(clientClosed());
        }
        callbacks.onLoop(() -> {
            CompletableFuture<T> result = begin(() -> operation.apply(() -> !begun.isDone()));
            result.whenComplete((value, error) -> {
                if (error != null) {
                    begun.completeExceptionally(Callbacks.unwrap(error));
                } else if (!begun.complete(value)) {
                    discard.accept(value);
                }
            });
            limit(begun, timeout);
        });
        CompletableFuture<T> exposed = callbacks.expose(begun, discard);
        exposed.whenComplete((value, error) -> {
            if (error != null) {
                begun.completeExceptionally(error); // the application waits no more
            }
        });
        return exposed;
    }

    private void limit(CompletableFuture<?> operation, Duration timeout) {
        if (operation.isDone() || timeout.equals(FOR_EVER)) {
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
