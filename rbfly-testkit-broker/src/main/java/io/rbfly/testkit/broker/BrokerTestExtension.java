package io.rbfly.testkit.broker;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.Extension;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.TestTemplateInvocationContext;
import org.junit.jupiter.api.extension.TestTemplateInvocationContextProvider;
import org.junit.platform.commons.support.AnnotationSupport;

/** Provides the invocations of {@link BrokerTest}: one per version. */
final class BrokerTestExtension implements TestTemplateInvocationContextProvider {

    @Override
    public boolean supportsTestTemplate(ExtensionContext context) {
        return annotation(context).isPresent();
    }

    @Override
    public Stream<TestTemplateInvocationContext> provideTestTemplateInvocationContexts(ExtensionContext context) {
        var test = annotation(context).orElseThrow();
        var versions = versions(test);
        var oldest = test.versions().length == 0 ? BrokerVersion.TESTED.get(0) : versions.get(0);
        var external = test.dedicated() ? Optional.<Broker>empty() : Brokers.external(oldest);
        return external.isPresent()
                ? external.stream().map(broker -> new Invocation(broker.version(), () -> broker))
                : versions.stream().map(version -> invocation(version, test));
    }

    private static List<BrokerVersion> versions(BrokerTest test) {
        return test.versions().length == 0
                ? List.of(BrokerVersion.CURRENT)
                : Stream.of(test.versions())
                        .flatMap(BrokerVersion::select)
                        .distinct()
                        .sorted()
                        .toList();
    }

    private static Optional<BrokerTest> annotation(ExtensionContext context) {
        return AnnotationSupport.findAnnotation(context.getTestMethod(), BrokerTest.class);
    }

    private static Invocation invocation(BrokerVersion version, BrokerTest test) {
        return new Invocation(version, () -> test.dedicated() ? Brokers.dedicated(version) : Brokers.shared(version));
    }

    /** One run of the method. The broker is created with the method's parameter, so that its absence fails that run. */
    private record Invocation(BrokerVersion version, Supplier<Broker> source)
            implements TestTemplateInvocationContext, ParameterResolver {

        @Override
        public String getDisplayName(int index) {
            return "RabbitMQ " + version;
        }

        @Override
        public List<Extension> getAdditionalExtensions() {
            return List.of(this);
        }

        @Override
        public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
            return parameter.getParameter().getType() == Broker.class;
        }

        /** The store closes the broker after the test, which stops only a dedicated one. */
        @Override
        public Broker resolveParameter(ParameterContext parameter, ExtensionContext context) {
            return context.getStore(Namespace.create(Invocation.class))
                    .getOrComputeIfAbsent(Broker.class, key -> source.get(), Broker.class);
        }
    }
}
