package io.rbfly.client.subscribe.read;

/**
 * Whether messages may be delivered. Pausing and closing take effect in all threads immediately, so that a loop in
 * another thread stops after its current message.
 */
public final class ReadGate {
    private volatile boolean paused;
    private volatile boolean closed;

    /** Delivers no more messages until {@link #resume}. */
    public void pause() {
        paused = true;
    }

    /** Delivers messages again. */
    public void resume() {
        paused = false;
    }

    /** Whether it is paused. */
    public boolean isPaused() {
        return paused;
    }

    /** Delivers no more messages. */
    public void close() {
        closed = true;
    }

    /** Whether it was closed. */
    boolean isClosed() {
        return closed;
    }

    /** Whether messages may be delivered now. */
    boolean isOpen() {
        return !paused && !closed;
    }
}
