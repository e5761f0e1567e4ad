package io.rbfly.client.subscribe.read;

/**
 * Whether messages may be handed out. Pausing and closing count at once in all threads, so that a loop in another
 * thread stops after the message at hand.
 */
public final class ReadGate {
    private volatile boolean paused;
    private volatile boolean closed;

    /** Hands out nothing more until {@link #resume}. */
    public void pause() {
        paused = true;
    }

    /** Hands out messages again. */
    public void resume() {
        paused = false;
    }

    /** Whether it was paused, and not resumed. */
    public boolean isPaused() {
        return paused;
    }

    /** Hands out nothing more. */
    public void close() {
        closed = true;
    }

    /** Whether it was closed. */
    boolean isClosed() {
        return closed;
    }

    /** Whether messages may be handed out now. */
    boolean isOpen() {
        return !paused && !closed;
    }
}
