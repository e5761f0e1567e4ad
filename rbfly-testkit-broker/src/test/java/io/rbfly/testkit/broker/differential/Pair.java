package io.rbfly.testkit.broker.differential;

import io.rbfly.testkit.broker.Broker;
import io.rbfly.testkit.broker.BrokerVersion;
import io.rbfly.testkit.broker.Brokers;
import io.rbfly.testkit.broker.differential.script.Script;
import io.rbfly.testkit.broker.differential.wire.Coverage;
import io.rbfly.testkit.broker.differential.wire.Target;
import io.rbfly.testkit.embedded.EmbeddedBroker;
import io.rbfly.testkit.embedded.EmbeddedBrokerBuilder;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/** A real broker and an embedded one, and threads that compare them. */
final class Pair implements AutoCloseable {
    /** Scripts mostly wait, some of them for seconds. */
    private static final int PARALLEL = 12;

    private final Broker real;
    private final EmbeddedBroker embedded;
    private final Coverage coverage = new Coverage();
    private final ExecutorService executor = Executors.newFixedThreadPool(PARALLEL);

    Pair() {
        this(Brokers.shared(BrokerVersion.CURRENT), EmbeddedBroker.builder());
    }

    /**
     * @param real is not closed with this; a shared one must keep its settings, since other tests use it meanwhile
     * @param builder of an embedded broker with the same settings
     */
    Pair(Broker real, EmbeddedBrokerBuilder builder) {
        this.real = real;
        embedded = builder.start();
    }

    /** What was exchanged with the real broker. */
    Coverage coverage() {
        return coverage;
    }

    /** Adds a user to both brokers. */
    void add(LimitedUser user) {
        user.addTo(real, embedded);
    }

    /** Removes a user that was added. */
    void remove(LimitedUser user) {
        real.ctl("delete_user", user.name());
    }

    Comparison comparison() {
        return new Comparison(
                new Target("RabbitMQ", real.host(), real.port(), coverage, Controls.of(real)),
                new Target("the embedded broker", "localhost", embedded.port(), new Coverage(), Controls.of(embedded)));
    }

    /**
     * Starts all scripts; each test waits for its own.
     *
     * @param found what becomes of a difference, in the thread of the script
     */
    Stream<DynamicTest> compare(List<Script> scripts, Function<Difference, Optional<Difference>> found) {
        Comparison comparison = comparison();
        return scripts.stream()
                .map(script -> {
                    var result = CompletableFuture.supplyAsync(
                            () -> comparison.run(script).flatMap(found), executor);
                    return DynamicTest.dynamicTest(
                            script.name(),
                            () -> result.join().ifPresent(difference -> {
                                throw new AssertionError(difference.text());
                            }));
                })
                .toList()
                .stream();
    }

    @Override
    public void close() {
        executor.shutdownNow();
        embedded.close();
    }
}
