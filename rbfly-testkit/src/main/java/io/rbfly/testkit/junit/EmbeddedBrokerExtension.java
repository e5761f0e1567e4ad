package io.rbfly.testkit.junit;

import io.rbfly.testkit.embedded.EmbeddedBroker;
import io.rbfly.testkit.embedded.EmbeddedBrokerBuilder;
import io.rbfly.testkit.embedded.EmbeddedCluster;
import io.rbfly.testkit.embedded.EmbeddedClusterBuilder;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives tests an embedded broker or cluster with settings of their own. Otherwise it does the same as
 * {@link EmbeddedBrokerTest}. Register it in a static field for one broker for all tests of a class, or in an instance
 * field for one for each test. With {@code Lifecycle.PER_CLASS}, all tests share that of an instance field, too:
 *
 * <pre>{@code
 * @RegisterExtension
 * static final EmbeddedBrokerExtension BROKER =
 *         EmbeddedBrokerExtension.of(EmbeddedBroker.builder().clock(CLOCK));
 * }</pre>
 */
public final class EmbeddedBrokerExtension
        implements BeforeAllCallback, AfterEachCallback, AfterAllCallback, ParameterResolver {
    private static final Namespace NAMESPACE = Namespace.create(EmbeddedBrokerExtension.class);

    private final Supplier<EmbeddedBroker> broker;
    private final Supplier<EmbeddedCluster> cluster;
    private final Set<Class<?>> types;

    /** Creates an extension for a broker, and for a cluster of three nodes, with default settings. */
    public EmbeddedBrokerExtension() {
        this(
                EmbeddedBroker::start,
                () -> EmbeddedCluster.builder().start(),
                Set.of(EmbeddedBroker.class, EmbeddedCluster.class));
    }

    private EmbeddedBrokerExtension(
            Supplier<EmbeddedBroker> broker, Supplier<EmbeddedCluster> cluster, Set<Class<?>> types) {
        this.broker = broker;
        this.cluster = cluster;
        this.types = types;
    }

    /** Creates an extension for a broker with the settings of a builder: for parameters of type EmbeddedBroker. */
    public static EmbeddedBrokerExtension of(EmbeddedBrokerBuilder builder) {
        Objects.requireNonNull(builder, "builder");
        return new EmbeddedBrokerExtension(
                builder::start, () -> EmbeddedCluster.builder().start(), Set.of(EmbeddedBroker.class));
    }

    /** Creates an extension for a cluster with the settings of a builder: for parameters of type EmbeddedCluster. */
    public static EmbeddedBrokerExtension of(EmbeddedClusterBuilder builder) {
        Objects.requireNonNull(builder, "builder");
        return new EmbeddedBrokerExtension(EmbeddedBroker::start, builder::start, Set.of(EmbeddedCluster.class));
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        brokers(context);
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return types.contains(parameter.getParameter().getType());
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        SharedBrokers brokers = brokers(context);
        return parameter.getParameter().getType() == EmbeddedBroker.class ? brokers.broker() : brokers.cluster();
    }

    @Override
    public void afterEach(ExtensionContext context) {
        if (!closeOwn(context)) {
            brokers(context).endFaults();
        }
    }

    @Override
    public void afterAll(ExtensionContext context) {
        closeOwn(context);
    }

    /** Closes what was started for this test or class, and not what it shares with others around it. */
    private boolean closeOwn(ExtensionContext context) {
        SharedBrokers own = context.getStore(NAMESPACE).remove(this, SharedBrokers.class);
        if (own != null) {
            own.close();
        }
        return own != null;
    }

    /** Those of the test, of its class, or of a class around it. */
    private SharedBrokers brokers(ExtensionContext context) {
        return context.getStore(NAMESPACE)
                .getOrComputeIfAbsent(this, key -> new SharedBrokers(broker, cluster), SharedBrokers.class);
    }
}
