package io.rbfly.demo.process;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Lets a running demo clean up when its process is terminated, for example by Ctrl-C. */
public final class Interruption {
    /** Longer than deleting the stream and closing the client may take if the broker is not available. */
    private static final Duration MAX = Duration.ofSeconds(20);

    private final CountDownLatch ended = new CountDownLatch(1);
    private final Thread hook;

    /**
     * Creates it with a task that requests the end of the demo. The process waits until {@link #demoEnded}, for at most
     * {@link #MAX}.
     */
    public Interruption(Runnable stop) {
        hook = new Thread(() -> stopAndWait(stop), "interruption");
        Runtime.getRuntime().addShutdownHook(hook);
    }

    private void stopAndWait(Runnable stop) {
        stop.run();
        try {
            ended.await(MAX.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The demo has ended. */
    public void demoEnded() {
        ended.countDown();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The process is already ending, so the hook is not needed.
        }
    }
}
