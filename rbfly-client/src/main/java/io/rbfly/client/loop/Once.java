package io.rbfly.client.loop;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * A task that runs at most once and never throws, whatever an executor of the application does: run it and then fail,
 * accept it and fail, or run it twice.
 */
final class Once implements Runnable {
    private static final System.Logger LOG = System.getLogger(Once.class.getName());
    private static final VarHandle STARTED = started();

    private final Runnable task;

    @SuppressWarnings("unused") // used by STARTED
    private volatile boolean started;

    Once(Runnable task) {
        this.task = task;
    }

    @Override
    public void run() {
        if (!STARTED.compareAndSet(this, false, true)) {
            return;
        }
        try {
            task.run();
        } catch (Throwable e) {
            LOG.log(System.Logger.Level.ERROR, "task failed", e);
        }
    }

    /** Keeps it from running; returns false if it has started. */
    boolean cancel() {
        return STARTED.compareAndSet(this, false, true);
    }

    private static VarHandle started() {
        try {
            return MethodHandles.lookup().findVarHandle(Once.class, "started", boolean.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }
}
