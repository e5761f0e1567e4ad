package io.rbfly.client.subscribe.read;

import io.rbfly.client.api.Message;
import io.rbfly.client.api.error.StreamException;
import io.rbfly.client.loop.SerialExecutor;
import java.util.concurrent.Flow;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Passes a reactive subscriber as many messages as it requested, and calls it in the serial executor only. */
public final class FlowLoop implements MessageLoop, Flow.Subscription {
    private static final System.Logger LOG = System.getLogger(FlowLoop.class.getName());

    private final MessageReader reader;
    private final SerialExecutor serial;
    /** Null after the last signal, so that it can be collected. */
    private Flow.@Nullable Subscriber<? super Message> subscriber;

    private long demand;
    /** The rule that the subscriber violated. */
    private @Nullable Throwable violation;

    private boolean signalling;
    /** Written in any thread: a subscriber that cancels inside a signal gets no other. */
    private volatile boolean cancelled;

    public FlowLoop(MessageReader reader, SerialExecutor serial, Flow.Subscriber<? super Message> subscriber) {
        this.reader = reader;
        this.serial = serial;
        this.subscriber = subscriber;
    }

    /** Sends the first signal. */
    public void begin() {
        signal(each -> each.onSubscribe(this));
        reader.serve();
    }

    /** Sends the first signal and, since others are reading, the last one. */
    public void refuse(Throwable cause) {
        signal(each -> each.onSubscribe(this));
        fail(cause);
    }

    @Override
    public void end(@Nullable StreamException cause, boolean now) {
        fail(cause);
    }

    /** Sends the last signal: an error, or completion if null. */
    void fail(@Nullable Throwable cause) {
        Consumer<Flow.Subscriber<? super Message>> last =
                cause == null ? Flow.Subscriber::onComplete : each -> each.onError(cause);
        if (!isFinished()) {
            signal(last);
            subscriber = null;
        }
    }

    @Override
    public boolean isFinished() {
        return cancelled || subscriber == null;
    }

    @Override
    public boolean isBusy() {
        return signalling;
    }

    @Override
    public void request(long count) {
        if (!cancelled) {
            serial.execute(() -> requested(count));
        }
    }

    @Override
    public void cancel() {
        cancelled = true;
        serial.execute(() -> {
            subscriber = null;
            reader.serve();
        });
    }

    @Override
    public void run() {
        if (signalling) {
            return; // another call is running the loop below, or will run it
        }
        while (demand > 0 && violation == null && !isFinished() && reader.hasTurn()) {
            Message message = take();
            if (message == null) {
                return;
            }
            demand -= demand == Long.MAX_VALUE ? 0 : 1;
            signal(each -> each.onNext(message));
            reader.step();
        }
        if (violation != null) {
            fail(violation);
        } else if (!isFinished()) {
            reader.endIfRead();
        }
    }

    private @Nullable Message take() {
        try {
            return reader.takeWanted();
        } catch (StreamException e) {
            fail(e);
            return null;
        }
    }

    private void requested(long count) {
        if (count <= 0) {
            violation = new IllegalArgumentException("request of " + count + " (expected: >= 1, rule 3.9)");
        } else {
            demand = demand + count < 0 ? Long.MAX_VALUE : demand + count;
        }
        reader.serve();
    }

    /** Sends a signal. A subscriber must not throw; if it does, it is treated as cancelled. */
    private void signal(Consumer<Flow.Subscriber<? super Message>> signal) {
        Flow.Subscriber<? super Message> current = subscriber;
        if (current == null) {
            return;
        }
        signalling = true;
        try {
            signal.accept(current);
        } catch (Throwable e) {
            LOG.log(System.Logger.Level.ERROR, "subscriber failed; it gets no more messages", e);
            cancelled = true;
            subscriber = null;
        } finally {
            signalling = false;
        }
    }
}
