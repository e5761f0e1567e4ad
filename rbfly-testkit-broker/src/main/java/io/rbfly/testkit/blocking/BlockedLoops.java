package io.rbfly.testkit.blocking;

import io.netty.util.concurrent.FastThreadLocalThread;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import reactor.blockhound.BlockHound;
import reactor.blockhound.BlockingMethod;

/**
 * Records blocking calls on threads of Netty, which are event loops, if they are made by this project's code or by code
 * that it calls. The calls are not prevented, so that a test runs as usual.
 */
public final class BlockedLoops {
    private static final String OURS = "io.rbfly.";

    /**
     * Methods that block only briefly and cannot be avoided: loading a class on first use, settings that the JDK reads
     * for its first socket, random numbers and locks of its TLS implementation, and writing a log line.
     */
    private static final List<String> JUSTIFIED = List.of(
            "java.lang.ClassLoader.",
            "java.lang.Class.forName",
            "java.lang.invoke.",
            "java.util.ServiceLoader",
            "jdk.internal.loader.",
            "sun.net.NetProperties.",
            "sun.security.provider.NativePRNG", // /dev/urandom, which does not wait
            "sun.security.ssl.SSLEngineImpl.closeOutbound", // its lock is held by a step of the handshake, for
            // milliseconds
            "java.lang.System$Logger",
            "jdk.internal.logger.",
            "java.util.logging.",
            "sun.util.logging.",
            // Locks inside the JDK and Netty, for example of an allocator. They are held briefly, like monitors, which
            // are not detected.
            "java.util.concurrent.locks.ReentrantLock.lock",
            "java.util.concurrent.locks.StampedLock.",
            "java.util.concurrent.ConcurrentHashMap.", // it yields while another thread makes its table
            "java.util.concurrent.ArrayBlockingQueue.offer", // queues of tests: a lock for a moment, no waiting for
            // room
            "java.util.concurrent.LinkedBlockingQueue.offer",
            "java.util.concurrent.LinkedBlockingDeque.offer",
            "org.reactivestreams.tck.");

    private static final Queue<Throwable> RECORDED = new ConcurrentLinkedQueue<>();

    private BlockedLoops() {}

    /** Starts to record. Has no effect if it is already recording. */
    static void watch() {
        BlockHound.builder()
                .loadIntegrations()
                .nonBlockingThreadPredicate(others -> others.or(FastThreadLocalThread.class::isInstance))
                .blockingMethodCallback(BlockedLoops::record)
                .install();
    }

    /** Returns the calls since the last invocation, as exceptions with their stack traces. */
    public static List<Throwable> take() {
        var taken = new ArrayList<Throwable>();
        for (Throwable each; (each = RECORDED.poll()) != null; ) {
            taken.add(each);
        }
        return taken;
    }

    /**
     * Describes the call and the stack that led to it from this project's code, in one line, since a report may show
     * only the first line of an error.
     */
    static String describe(Throwable call) {
        return call.getMessage()
                + frames(call)
                        .takeWhile(frame -> !frame.startsWith("io.netty.channel."))
                        .filter(frame -> !frame.startsWith(BlockedLoops.class.getName())
                                && !frame.startsWith("reactor.blockhound."))
                        .limit(30)
                        .collect(Collectors.joining(" < ", ": ", ""));
    }

    private static void record(BlockingMethod method) {
        var call = new Throwable(method + " on " + Thread.currentThread().getName());
        if (frames(call).anyMatch(frame -> frame.startsWith(OURS) && !frame.startsWith(BlockedLoops.class.getName()))
                && frames(call).noneMatch(frame -> JUSTIFIED.stream().anyMatch(frame::startsWith))) {
            RECORDED.add(call);
        }
    }

    private static Stream<String> frames(Throwable call) {
        return Stream.of(call.getStackTrace()).map(frame -> frame.getClassName() + "." + frame.getMethodName());
    }
}
