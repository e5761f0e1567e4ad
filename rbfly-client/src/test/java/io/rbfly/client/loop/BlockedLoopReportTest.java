package io.rbfly.client.loop;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BlockedLoopReportTest {
    private static final StackTraceElement PARK = frame("jdk.internal.misc.Unsafe", "park");
    private static final StackTraceElement HANDLE = frame("com.acme.Orders", "handle");
    private static final StackTraceElement CLIENT = frame("io.rbfly.client.subscribe.read.HandlerLoop", "handle");
    private static final StackTraceElement NETTY = frame("io.netty.channel.SingleThreadIoEventLoop", "run");
    private static final StackTraceElement ABOVE_CLIENT = frame("org.example.Main", "main");

    @Test
    void namesTheMethodAtWorkAndTheOneThatTheClientCalled() {
        assertThat(blamed(
                        frame("org.matrix.Product", "multiply"),
                        frame("org.matrix.Matrix", "times"),
                        frame("org.example.Demo", "calculate"),
                        frame("org.example.Demo", "lambda$run$0"),
                        frame("org.example.Demo$$Lambda$7/0x00007f43", "handle"),
                        CLIENT,
                        ABOVE_CLIENT))
                .isEqualTo("org.matrix.Product.multiply, called by org.example.Demo.calculate");
    }

    @Test
    void namesOneMethodOnce() {
        assertThat(blamed(frame("org.example.Demo", "calculate"), CLIENT)).isEqualTo("org.example.Demo.calculate");
    }

    @Test
    void namesTheMethodThatCalledWhatWaits() {
        assertThat(blamed(
                        PARK,
                        frame("java.util.concurrent.locks.LockSupport", "park"),
                        frame("java.util.concurrent.CompletableFuture", "join"),
                        HANDLE,
                        CLIENT))
                .isEqualTo("com.acme.Orders.handle (in jdk.internal.misc.Unsafe.park)");
    }

    @ParameterizedTest
    @CsvSource({
        "java.lang.Thread, sleep",
        "java.lang.Object, wait",
        "sun.nio.ch.Net, poll",
        "com.sun.crypto.provider.PBKDF2KeyImpl, deriveKey",
        "javax.net.ssl.SSLSocket, startHandshake",
        "ch.qos.logback.core.OutputStreamAppender, append",
        "io.rbfly.client.publish.StreamPublisher, send",
        "io.netty.util.concurrent.DefaultPromise, await"
    })
    void namesTheApplicationInsideAnyLibrary(String type, String method) {
        assertThat(blamed(frame(type, method), HANDLE, CLIENT))
                .isEqualTo("com.acme.Orders.handle (in " + type + "." + method + ")");
    }

    @Test
    void namesALambdaByItsPlace() {
        StackTraceElement lambda = new StackTraceElement("com.acme.Orders", "lambda$main$0", "Orders.java", 42);

        assertThat(blamed(PARK, lambda, frame("com.acme.Orders$$Lambda$7/0x00007f43", "handle"), CLIENT))
                .isEqualTo("a lambda of com.acme.Orders.main at Orders.java:42 (in jdk.internal.misc.Unsafe.park)");
    }

    @ParameterizedTest
    @CsvSource({
        "lambda$run$3, a lambda of com.acme.Orders.run",
        "lambda$async$run$3, a lambda of com.acme.Orders.run",
        "lambda$new$0, a lambda of com.acme.Orders.<init>",
        "lambda$static$0, a lambda of com.acme.Orders",
        "lambda$null$1, a lambda of com.acme.Orders",
        "lambda$deserialize$a1b2c3d4$1, a lambda of com.acme.Orders.deserialize$a1b2c3d4",
        "run$lambda$0, a lambda of com.acme.Orders.run",
        "run$lambda-0, a lambda of com.acme.Orders.run",
        "$anonfun$run$1, a lambda of com.acme.Orders.run",
        "$anonfun$run$1$adapted, a lambda of com.acme.Orders.run",
        "async$run, com.acme.Orders.run",
    })
    void readsTheNamesThatCompilersMake(String method, String expected) {
        assertThat(blamed(frame("com.acme.Orders", method), CLIENT)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"com.acme.Orders$1", "com.acme.Orders$Handler", "com.acme.OrdersKt$main$1"})
    void namesClassesThatHaveNoNameOfTheirOwnAsTheStackDoes(String type) {
        assertThat(blamed(frame("java.lang.Thread", "sleep"), frame(type, "accept"), CLIENT))
                .isEqualTo(type + ".accept (in java.lang.Thread.sleep)");
    }

    @ParameterizedTest
    @CsvSource({
        "com.acme.$Proxy12, accept",
        "jdk.proxy2.$Proxy12, accept",
        "com.acme.Orders$$EnhancerBySpringCGLIB$$1a2b, handle",
        "com.acme.Orders$ByteBuddy$x1, handle",
        "com.acme.Orders, access$000",
        "java.lang.reflect.Method, invoke",
        "reactor.core.publisher.FluxMap$MapSubscriber, onNext",
        "kotlin.coroutines.jvm.internal.BaseContinuationImpl, resumeWith"
    })
    void passesOverWhatLiesBetweenTheClientAndTheApplication(String type, String method) {
        assertThat(blamed(HANDLE, frame(type, method), CLIENT)).isEqualTo("com.acme.Orders.handle");
    }

    @Test
    void namesALambdaThatCallsAnUnknownLibrary() {
        assertThat(blamed(PARK, frame("org.pool.Pool", "take"), frame("com.acme.Orders", "lambda$main$0"), CLIENT))
                .isEqualTo("org.pool.Pool.take (in jdk.internal.misc.Unsafe.park), called by a lambda of"
                        + " com.acme.Orders.main");
    }

    @Test
    void namesTheApplicationThatTheClientCalledLast() {
        assertThat(blamed(
                        PARK,
                        frame("com.acme.Filter", "valueOf"),
                        frame("io.rbfly.client.publish.StreamPublisher", "send"),
                        HANDLE,
                        CLIENT))
                .isEqualTo("com.acme.Filter.valueOf (in jdk.internal.misc.Unsafe.park)");
    }

    @Test
    void namesTheClientWhenNothingIsOfTheApplication() {
        assertThat(blamed(PARK, CLIENT, NETTY, frame("java.lang.Thread", "run")))
                .isEqualTo("io.rbfly.client.subscribe.read.HandlerLoop.handle (in jdk.internal.misc.Unsafe.park)");
    }

    @Test
    void namesWhatIsOnTopWhenNothingElseIsKnown() {
        assertThat(blamed(PARK, frame("java.lang.Thread", "run"))).isEqualTo("jdk.internal.misc.Unsafe.park");
        assertThat(blamed()).isEqualTo("a thread that has ended");
    }

    @Test
    void namesThisLambdaInAStackThatJavaMade() throws Exception {
        Thread thread = new Thread(() -> LockSupport.parkNanos(new CompletableFuture<>(), Long.MAX_VALUE));
        thread.setDaemon(true);
        thread.start();
        while (thread.getState() != Thread.State.TIMED_WAITING) {
            Thread.onSpinWait();
        }

        // As if it were the application's: the package of this test is the client's.
        List<StackTraceElement> stack = Stream.of(thread.getStackTrace())
                .map(each -> new StackTraceElement(
                        each.getClassName().replace("io.rbfly.client", "com.acme"),
                        each.getMethodName(),
                        each.getFileName(),
                        each.getLineNumber()))
                .toList();
        thread.interrupt();

        assertThat(BlockedLoopReport.methods(stack))
                .matches("a lambda of com\\.acme\\.loop\\.BlockedLoopReportTest\\.namesThisLambdaInAStackThatJavaMade"
                        + " at BlockedLoopReportTest\\.java:\\d+ \\(in jdk\\.internal\\.misc\\.Unsafe\\..*park\\)");
    }

    private static String blamed(StackTraceElement... innermostFirst) {
        return BlockedLoopReport.methods(List.of(innermostFirst));
    }

    private static StackTraceElement frame(String className, String method) {
        return new StackTraceElement(className, method, null, -1);
    }
}
