package io.rbfly.testkit.embedded.session;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.rbfly.protocol.wire.CommandKey;
import io.rbfly.protocol.wire.ResponseCode;
import io.rbfly.testkit.embedded.cluster.Node;
import io.rbfly.testkit.embedded.fault.FaultAction;
import io.rbfly.testkit.embedded.fault.RequestFaults;
import io.rbfly.testkit.embedded.session.channel.Closing;
import io.rbfly.testkit.embedded.session.channel.NodeTimers;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Applies the faults that a test has requested to the commands of one client. While a command is delayed, the following
 * ones are held: a broker executes them one after the other.
 */
final class RequestHook {
    private final RequestFaults faults;
    private final Node node;
    private final NodeTimers timers;
    private final Closing closing;
    private final Runnable released;
    private final Deque<byte[]> held = new ArrayDeque<>();
    private boolean delaying;

    /** @param released called after a delayed command, when {@link #nextHeld} has those that follow it */
    RequestHook(RequestFaults faults, Node node, NodeTimers timers, Closing closing, Runnable released) {
        this.faults = faults;
        this.node = node;
        this.timers = timers;
        this.closing = closing;
        this.released = released;
    }

    /** Retains a frame if a command before it is delayed; false if none is. */
    boolean holds(ByteBuf frame) {
        if (delaying) {
            byte[] bytes = new byte[frame.readableBytes()]; // the frame is gone when it is its turn
            frame.getBytes(frame.readerIndex(), bytes);
            held.add(bytes);
        }
        return delaying;
    }

    /** Returns and removes the first frame that was held and is to be received now; null if there is none. */
    @Nullable
    ByteBuf nextHeld() {
        byte[] next = delaying ? null : held.poll();
        return next == null ? null : Unpooled.wrappedBuffer(next);
    }

    /** Whether there are faults to apply. */
    boolean isActive() {
        return !faults.isEmpty();
    }

    /**
     * Applies a fault to a command.
     *
     * @param streams the streams that the command is about
     * @param refuse answers with a code
     * @param execute executes the command, possibly later
     * @return false if there is no fault for the command
     */
    boolean applies(CommandKey key, Collection<String> streams, Consumer<ResponseCode> refuse, Runnable execute) {
        FaultAction action = faults.next(key, streams, node.name());
        if (action instanceof FaultAction.Refuse refusal) {
            refuse.accept(refusal.code());
        } else if (action instanceof FaultAction.Delay delay) {
            delaying = true;
            timers.after(delay.delay(), faults.delayed(() -> node.run(() -> executeLate(execute))));
        } else if (action instanceof FaultAction.Disconnect) {
            closing.drop();
        } else if (action instanceof FaultAction.Close close) {
            closing.closeWith(close.code(), close.reason());
        }
        return action != null;
    }

    private void executeLate(Runnable command) {
        delaying = false;
        if (closing.isOver()) {
            held.clear();
            return;
        }
        try {
            command.run();
            released.run();
        } catch (RuntimeException e) {
            closing.drop(); // as at any other time
        }
    }
}
