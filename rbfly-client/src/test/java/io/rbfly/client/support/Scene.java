package io.rbfly.client.support;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.EventLoop;
import io.netty.channel.local.LocalChannel;
import io.rbfly.client.StreamsClient;
import io.rbfly.client.StreamsClientBuilder;
import io.rbfly.client.TestClients;
import io.rbfly.client.api.event.ClientEvent;
import io.rbfly.client.config.Transport;
import io.rbfly.testkit.scripted.ScriptedBroker;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/** A client and a scripted broker on one event loop, with time moved by hand. */
public final class Scene implements AutoCloseable {
    public final EventLoop loop = Loops.local();
    public final ManualTimer timer = new ManualTimer(loop, this::settle);
    public final ScriptedBroker broker = ScriptedBroker.start(loop);
    /** Further brokers by the host that they are at; any other host is {@link #broker}. */
    public final Map<String, ScriptedBroker> nodes = new ConcurrentHashMap<>();

    /** Further addresses of hosts, as known to a DNS server or a load balancer; queried each time. */
    public final Map<String, Supplier<List<ScriptedBroker>>> hosts = new ConcurrentHashMap<>();

    public final List<ClientEvent> events = new CopyOnWriteArrayList<>();
    public final StreamsClient client;
    private final CallbackKind.Pool pool = new CallbackKind.Pool(CallbackKind.current());

    public Scene() {
        this(builder -> builder);
    }

    public Scene(UnaryOperator<StreamsClientBuilder> settings) {
        this("rabbitmq-stream://guest:guest@scripted", settings);
    }

    public Scene(String uri, UnaryOperator<StreamsClientBuilder> settings) {
        this(uri, settings, new Random(1));
    }

    public Scene(String uri, UnaryOperator<StreamsClientBuilder> settings, Random random) {
        Transport transport = new Transport(
                loop,
                LocalChannel::new,
                address -> CompletableFuture.completedFuture(List.copyOf(addresses(address.host()))),
                timer,
                random,
                true);
        StreamsClientBuilder builder = StreamsClient.builder(uri).listener(events::add);
        Executor callbacks = pool.executor();
        client = TestClients.build(
                settings.apply(callbacks == null ? builder : builder.callbackExecutor(callbacks)), transport);
    }

    /** A scene with a URI of its own. */
    public static void uri(String uri, Consumer<Scene> play) {
        try (Scene scene = new Scene(uri, builder -> builder)) {
            play.accept(scene);
        }
    }

    private List<SocketAddress> addresses(String host) {
        Supplier<List<ScriptedBroker>> several =
                hosts.getOrDefault(host, () -> List.of(nodes.getOrDefault(host, broker)));
        return several.get().stream()
                .map(each -> (SocketAddress) each.address())
                .toList();
    }

    /** Runs everything that client, callbacks and broker can do without advancing the time. */
    public void settle() {
        Loops.settle(loop);
        for (long before = -1, now = pool.awaitIdle(); now != before; now = pool.awaitIdle()) {
            Loops.settle(loop);
            before = now;
        }
    }

    /** Lets all do what they can until a condition holds that needs no more time, but many turns. */
    public void settleUntil(BooleanSupplier condition) {
        long giveUp = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        do {
            settle();
        } while (!condition.getAsBoolean() && System.nanoTime() - giveUp < 0);
        settle(); // what follows from it
    }

    /** Moves time on. */
    public void advance(Duration duration) {
        settle();
        timer.advance(duration);
        settle();
    }

    /** The result of a future that needs no more time. */
    public <T> T now(CompletableFuture<T> future) {
        settle();
        try {
            return future.get(30, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException error ? error : new IllegalStateException(e.getCause());
        } catch (InterruptedException | TimeoutException e) {
            throw new AssertionError("not complete: " + future, e);
        }
    }

    /** The error of a future that fails without more time. */
    public Throwable failure(CompletableFuture<?> future) {
        settle();
        assertThat(future).isCompletedExceptionally();
        return future.handle((value, error) -> error).join();
    }

    /** The events of a type so far. */
    public <E extends ClientEvent> List<E> events(Class<E> type) {
        return events.stream().filter(type::isInstance).map(type::cast).toList();
    }

    @Override
    public void close() {
        CompletableFuture<Void> closed = client.close();
        settle();
        timer.advance(Duration.ofMinutes(1)); // for scripts that leave requests without an answer
        assertThat(closed).succeedsWithin(Duration.ofSeconds(60)); // on a busy machine, too
        pool.close();
    }
}
