package io.rbfly.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.rbfly.client.api.AsyncCloseable;
import io.rbfly.client.api.ErrorPolicy;
import io.rbfly.client.api.Message;
import io.rbfly.client.api.MessageFilter;
import io.rbfly.client.api.MessageHandler;
import io.rbfly.client.api.Offset;
import io.rbfly.client.api.OffsetStoring;
import io.rbfly.client.api.Publisher;
import io.rbfly.client.api.PublisherOptions;
import io.rbfly.client.api.Subscription;
import io.rbfly.client.api.SubscriptionOptions;
import io.rbfly.client.api.ViewHandler;
import io.rbfly.client.api.connection.AddressResolver;
import io.rbfly.client.api.connection.SaslMechanism;
import io.rbfly.client.api.connection.TlsOptions;
import io.rbfly.client.api.stream.StreamOptions;
import io.rbfly.client.support.Scene;
import io.rbfly.client.support.ScriptedFeed;
import io.rbfly.client.support.ScriptedStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Parameter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each public method rejects a null argument immediately, and names it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class NullArgumentsTest {
    private static final List<Class<?>> TYPES = List.of(
            StreamsClient.class,
            StreamsClientBuilder.class,
            Async.class,
            Publisher.class,
            Subscription.class,
            PublisherOptions.class,
            SubscriptionOptions.class,
            StreamOptions.class,
            OffsetStoring.class,
            Offset.class,
            MessageFilter.class,
            MessageHandler.class,
            ErrorPolicy.class,
            TlsOptions.class);

    private final Scene scene = new Scene();
    private final Map<Class<?>, Object> samples = new HashMap<>();

    @BeforeAll
    void open() throws Exception {
        ScriptedStream.on(scene);
        ScriptedFeed feed = ScriptedFeed.on(scene);
        Subscription subscription = scene.now(scene.client.subscribe(
                "s", Offset.FIRST, SubscriptionOptions.DEFAULT.withOffsetStoring(OffsetStoring.of("r"))));
        feed.deliver(0, 1);
        samples.put(Message.class, scene.now(subscription.next()));
        samples.put(Subscription.class, subscription);
        samples.put(Publisher.class, scene.now(scene.client.publisher("s", PublisherOptions.named("n"))));
        samples.put(StreamsClient.class, scene.client);
        samples.put(StreamsClientBuilder.class, StreamsClient.builder("rabbitmq-stream://"));
        samples.put(String.class, "s");
        samples.put(String[].class, new String[] {"TLSv1.3"});
        samples.put(Path.class, Path.of("file"));
        samples.put(Path[].class, new Path[] {Path.of("file")});
        samples.put(char[].class, new char[0]);
        samples.put(byte[].class, new byte[0]);
        samples.put(Duration.class, Duration.ofSeconds(1));
        samples.put(Instant.class, Instant.EPOCH);
        samples.put(Offset.class, Offset.FIRST);
        samples.put(PublisherOptions.class, PublisherOptions.DEFAULT);
        samples.put(SubscriptionOptions.class, SubscriptionOptions.DEFAULT);
        samples.put(StreamOptions.class, StreamOptions.DEFAULT);
        samples.put(OffsetStoring.class, OffsetStoring.of("r"));
        samples.put(MessageFilter.class, MessageFilter.of("v"));
        samples.put(ErrorPolicy.class, ErrorPolicy.STOP);
        samples.put(TlsOptions.class, TlsOptions.DEFAULT);
        samples.put(SaslMechanism.class, SaslMechanism.PLAIN);
        samples.put(SSLContext.class, SSLContext.getDefault());
        samples.put(java.security.KeyStore.class, java.security.KeyStore.getInstance("PKCS12"));
        samples.put(MessageHandler.class, (MessageHandler) message -> null);
        samples.put(ViewHandler.class, (ViewHandler) message -> {});
        samples.put(AddressResolver.class, (AddressResolver) address -> address);
        samples.put(Executor.class, (Executor) task -> {});
        samples.put(Callable.class, (Callable<Object>) () -> 1);
        samples.put(Consumer.class, (Consumer<Object>) value -> {});
        samples.put(BiConsumer.class, (BiConsumer<Object, Object>) (value, other) -> {});
        samples.put(Function.class, (Function<Object, Object>) value -> CompletableFuture.completedFuture(null));
        samples.put(Collection.class, List.of());
        samples.put(CompletableFuture[].class, new CompletableFuture<?>[0]);
        samples.put(CompletionStage.class, new CompletableFuture<>());
        samples.put(AsyncCloseable.class, (AsyncCloseable) () -> CompletableFuture.completedFuture(null));
        samples.put(int.class, 1);
        samples.put(long.class, 1L);
        samples.put(boolean.class, true);
    }

    @AfterAll
    void close() {
        scene.close();
    }

    static Stream<Arguments> parameters() {
        return TYPES.stream()
                .flatMap(type -> Stream.of(type.getMethods()).filter(method -> method.getDeclaringClass() == type))
                .filter(method -> !method.isSynthetic() && !method.getName().equals("equals"))
                .filter(method -> !method.getName().equals("handle")) // the application's own
                .flatMap(method -> Stream.of(method.getParameters())
                        .filter(NullArgumentsTest::mustNotBeNull)
                        .map(parameter -> Arguments.of(
                                method.getDeclaringClass().getSimpleName() + "." + method.getName() + "("
                                        + parameter.getName() + ")",
                                method,
                                parameter)));
    }

    private static boolean mustNotBeNull(Parameter parameter) {
        boolean body = parameter.getType() == Object.class; // null is a body of AMQP
        return !parameter.getType().isPrimitive()
                && !body
                && !parameter.getAnnotatedType().isAnnotationPresent(Nullable.class);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("parameters")
    void isRefusedByName(String name, Method method, Parameter parameter) {
        Object[] arguments = Stream.of(method.getParameters())
                .map(each -> each.equals(parameter) ? null : sample(each.getType()))
                .toArray();
        Object target = Modifier.isStatic(method.getModifiers()) ? null : sample(method.getDeclaringClass());

        Throwable thrown = catchThrowable(() -> invoke(method, target, arguments));
        assertThat(thrown).isInstanceOf(NullPointerException.class).hasMessage(parameter.getName());
    }

    private static void invoke(Method method, @Nullable Object target, Object[] arguments) throws Throwable {
        try {
            method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    private Object sample(Class<?> type) {
        Object sample = samples.get(type);
        assertThat(sample).as("a sample of %s", type).isNotNull();
        return sample;
    }
}
