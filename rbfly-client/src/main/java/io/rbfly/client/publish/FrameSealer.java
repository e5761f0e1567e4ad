package io.rbfly.client.publish;

import io.rbfly.client.publish.frame.BatchCompressor;
import io.rbfly.client.publish.frame.FrameQueue;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;

/**
 * Compresses full frames, one at a time and in order, without the lock of the batch: neither the event loop nor other
 * senders wait for it.
 *
 * <p>The thread whose message makes a frame due compresses that frame, so it slows itself down and no other. The event
 * loop, which finds a frame due after a confirm or a pause, has it compressed by another thread, as it does if its own
 * code sends. That thread also compresses what other senders filled meanwhile.
 */
final class FrameSealer implements Runnable {
    /** The frames that another thread compresses, for a few milliseconds, since other publishers need it, too. */
    private static final int FRAMES_IN_TURN = 16;

    private static final System.Logger LOG = System.getLogger(FrameSealer.class.getName());

    private final Object lock;
    private final FrameQueue frames;
    private final BatchCompressor compressor;
    private final BooleanSupplier onLoop;
    private final Executor workers;
    private final BooleanSupplier sealed;
    private final Runnable schedule;
    private boolean running;
    private boolean closed;

    /**
     * Creates a sealer.
     *
     * @param lock guards the frames and the state of this
     * @param onLoop returns whether the calling thread is the event loop
     * @param workers compresses in its place
     * @param sealed called with the lock when the next frame can be sent or compressed; returns whether to schedule
     * @param schedule called without the lock when frames can be sent
     */
    FrameSealer(
            Object lock,
            FrameQueue frames,
            BatchCompressor compressor,
            BooleanSupplier onLoop,
            Executor workers,
            BooleanSupplier sealed,
            Runnable schedule) {
        this.lock = lock;
        this.frames = frames;
        this.compressor = compressor;
        this.onLoop = onLoop;
        this.workers = workers;
        this.sealed = sealed;
        this.schedule = schedule;
    }

    /** Returns whether the caller has to call {@link #run}, without the lock. Called with the lock. */
    boolean begin() {
        if (running || closed || !frames.hasUnsealed()) {
            return false;
        }
        running = true;
        return true;
    }

    @Override
    public void run() {
        if (onLoop.getAsBoolean() || sealNext()) {
            sealElsewhere();
        }
    }

    private void sealElsewhere() {
        try {
            workers.execute(this::sealSome);
        } catch (Throwable e) { // also an Error: there may be no memory for a thread
            LOG.log(System.Logger.Level.WARNING, "no thread to compress; sending without compression", e);
            boolean wake;
            synchronized (lock) {
                frames.sealPlain();
                wake = ended();
            }
            wakeIf(wake);
        }
    }

    /** Compresses some frames, and leaves the others to the event loop, which has them compressed. */
    private void sealSome() {
        int done = 1;
        boolean more = sealNext();
        while (more && done < FRAMES_IN_TURN) {
            more = sealNext();
            done++;
        }
        if (more) {
            boolean wake;
            synchronized (lock) {
                wake = ended();
            }
            wakeIf(wake);
        }
    }

    /** Compresses a frame, and returns whether there are more. */
    private boolean sealNext() {
        FrameQueue.Sealing frame;
        boolean more;
        boolean wake;
        synchronized (lock) {
            frame = frames.beginSealing();
            wake = frame == null && ended(); // it has timed out
        }
        if (frame == null) {
            wakeIf(wake);
            return false;
        }
        frames.compress(frame, compressor);
        synchronized (lock) {
            frames.endSealing(frame);
            more = frames.hasUnsealed();
            wake = more ? mustWake() : ended();
        }
        wakeIf(wake);
        return more;
    }

    private boolean ended() {
        running = false;
        if (closed) {
            compressor.close();
        }
        return mustWake();
    }

    /** Whether the event loop must be notified, to send the next frame or to have it compressed. */
    private boolean mustWake() {
        return (frames.isSealed() || !running) && sealed.getAsBoolean();
    }

    private void wakeIf(boolean wake) {
        if (wake) {
            schedule.run();
        }
    }

    /** Releases the compressor, when it is not in use. */
    void close() {
        synchronized (lock) {
            boolean first = !closed;
            closed = true;
            if (first && !running) {
                compressor.close();
            }
        }
    }
}
