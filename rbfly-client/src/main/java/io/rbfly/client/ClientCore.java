package io.rbfly.client;

import io.rbfly.client.api.AsyncCloseable;
import io.rbfly.client.api.ClientEvent;
import io.rbfly.client.api.ClosedException;
import io.rbfly.client.api.Offset;
import io.rbfly.client.api.Publisher;
import io.rbfly.client.api.PublisherOptions;
import io.rbfly.client.api.Subscription;
import io.rbfly.client.api.SubscriptionOptions;
import io.rbfly.client.connection.ClientContext;
import io.rbfly.client.connection.ConnectionSettings;
import io.rbfly.client.connection.Connections;
import io.rbfly.client.connection.Transport;
import io.rbfly.client.loop.Callbacks;
import io.rbfly.client.loop.LoopWatchdog;
import io.rbfly.client.publish.StreamPublisher;
import io.rbfly.client.subscribe.StreamSubscription;
import io.rbfly.protocol.wire.Check;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What a client is made of: an event loop, connections, and what was opened on them.
 */
final class ClientCore {
    private final ClientContext context;
    private final Transport transport;
    private final ConnectionSettings settings;
    private final Callbacks callbacks;
    private final LoopWatchdog watchdog;
    private final Connections connections;
    private final StreamAdministration administration;
    private final Delays delays;
    /** Open publishers and subscriptions. On the event loop only. */
    private final Set<AsyncCloseable> open = new LinkedHashSet<>();

    /** Completes when closing waits no longer for messages to be confirmed. */
    private final CompletableFuture<Void> patience = new CompletableFuture<>();

    private final CompletableFuture<Void> closed = new CompletableFuture<>();
    private boolean closing;

    ClientCore(
            Transport transport,
            ConnectionSettings settings,
            @Nullable Executor callbackExecutor,
            Duration blockedLoopWarning) {
        this.transport = transport;
        this.settings = settings;
        this.callbacks = new Callbacks(transport.loop(), transport.timer(), callbackExecutor);
        this.context = new ClientContext(transport, settings, callbacks);
        this.delays = new Delays(transport.timer());
        this.connections = new Connections(context);
        this.administration = new StreamAdministration(connections);
        this.watchdog = LoopWatchdog.watch(
                transport.loop(),
                blockedLoopWarning,
                (blocked, stack) -> settings.listener().accept(new ClientEvent.EventLoopBlocked(blocked, stack)));
    }

    Callbacks callbacks() {
        return callbacks;
    }

    /** Runs an operation on streams. */
    <T extends @Nullable Object> CompletableFuture<T> administer(
            Function<StreamAdministration, CompletableFuture<T>> operation) {
        return call(() -> operation.apply(administration));
    }

    CompletableFuture<Publisher> publisher(String stream, PublisherOptions options) {
        return call(() -> {
            Check.stream(stream);
            return StreamPublisher.open(stream, options, connections.publishing(), context)
                    .thenApply(publisher -> track(publisher, publisher.closed()));
        });
    }

    CompletableFuture<Subscription> subscribe(String stream, Offset offset, SubscriptionOptions options) {
        return call(() -> {
            Check.stream(stream);
            return StreamSubscription.open(stream, offset, options, connections.reading(), context)
                    .thenApply(subscription -> track(subscription, subscription.over()));
        });
    }

    CompletableFuture<Void> delay(Duration delay) {
        CompletableFuture<Void> over = new CompletableFuture<>();
        CompletableFuture<Void> result = call(() -> {
            delays.add(over, delay);
            return over;
        });
        result.whenComplete((nothing, error) -> {
            if (result.isCancelled()) {
                callbacks.onLoop(() -> over.cancel(false)); // the timer need not run
            }
        });
        return result;
    }

    <T extends @Nullable Object> CompletableFuture<T> runIn(Executor pool, Callable<T> task) {
        CompletableFuture<T> result = new CompletableFuture<>();
        try {
            pool.execute(() -> {
                try {
                    result.complete(task.call());
                } catch (Throwable e) {
                    result.completeExceptionally(e);
                }
            });
        } catch (RuntimeException e) {
            result.completeExceptionally(e);
        }
        return callbacks.expose(result);
    }

    CompletableFuture<Void> close() {
        return close(settings.requestTimeout());
    }

    CompletableFuture<Void> close(Duration drain) {
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
        return closed.copy();
    }

    private void closeAll() {
        watchdog.stop();
        delays.endAll();
        CompletableFuture<?>[] all =
                List.copyOf(open).stream().map(AsyncCloseable::close).toArray(CompletableFuture[]::new);
        CompletableFuture.anyOf(CompletableFuture.allOf(all), patience)
                .whenComplete((drained, error) ->
                        connections.close().whenComplete((gone, failure) -> callbacks.onLoop(this::shutDown)));
    }

    private void shutDown() {
        transport
                .loop()
                .parent()
                .shutdownGracefully(0, settings.requestTimeout().toMillis(), TimeUnit.MILLISECONDS);
        transport.loop().parent().terminationFuture().addListener(done -> closed.completeAsync(() -> null));
    }

    private <R extends AsyncCloseable> R track(R opened, CompletableFuture<Void> closed) {
        open.add(opened);
        closed.whenComplete((nothing, error) -> open.remove(opened));
        return opened;
    }

    /** Begins an operation on the event loop; its future completes for the application on the callback executor. */
    private <T extends @Nullable Object> CompletableFuture<T> call(Supplier<CompletableFuture<T>> operation) {
        CompletableFuture<T> begun = new CompletableFuture<>();
        if (transport.loop().isShuttingDown()) {
            begun.completeExceptionally(new ClosedException("client is closed"));
            return begun;
        }
        callbacks.onLoop(() -> begin(operation).whenComplete((value, error) -> {
            if (error == null) {
                begun.complete(value);
            } else {
                begun.completeExceptionally(Callbacks.unwrap(error));
            }
        }));
        return callbacks.expose(begun);
    }

    private <T extends @Nullable Object> CompletableFuture<T> begin(Supplier<CompletableFuture<T>> operation) {
        if (closing) {
            return CompletableFuture.failedFuture(new ClosedException("client is closed"));
        }
        try {
            return operation.get();
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    @Override
    public String toString() {
        return settings.uri().toString();
    }
}
