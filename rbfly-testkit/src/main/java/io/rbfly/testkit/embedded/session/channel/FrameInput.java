package io.rbfly.testkit.embedded.session.channel;

import io.netty.buffer.ByteBuf;
import io.rbfly.protocol.frame.FrameAssembler;
import io.rbfly.testkit.embedded.cluster.Node;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Splits what a client sends into frames. While the node is frozen, it retains the little that was read before the
 * channel stopped reading.
 */
public final class FrameInput {
    private final Node node;
    private final Receiver receiver;
    private final FrameAssembler assembler;
    private final Deque<ByteBuf> held = new ArrayDeque<>();
    private long bytes;

    /** Takes what the client sends. */
    public interface Receiver extends FrameAssembler.Sink {
        /** All frames of what was read at once were passed on. */
        void segmentEnded();

        /** It depends on {@link #isHolding} whether to read. */
        void holdingChanged();
    }

    /** Creates an input for a connection to a node, with a limit for the size of frames. */
    public FrameInput(Node node, int frameLimit, Receiver receiver) {
        this.node = node;
        this.receiver = receiver;
        this.assembler = FrameAssembler.forBroker(frameLimit);
    }

    /** The number of bytes so far, by which heartbeats know that something was received. */
    public long bytes() {
        return bytes;
    }

    /** Changes the limit for the size of frames. */
    public void frameLimit(int limit) {
        assembler.frameLimit(limit);
    }

    /** Whether there are bytes that the node has not seen yet, so that no more should be read. */
    public boolean isHolding() {
        return !held.isEmpty();
    }

    /** Takes what was read at once, and releases it. */
    public void segment(ByteBuf in) {
        if (node.isFrozen() || isHolding()) {
            held.add(in);
            if (held.size() == 1) {
                receiver.holdingChanged();
                node.run(this::continueReading);
            }
        } else {
            pass(in);
        }
    }

    private void continueReading() {
        while (isHolding() && !node.isFrozen()) {
            pass(held.remove());
        }
        if (isHolding()) {
            node.run(this::continueReading);
        } else {
            receiver.holdingChanged();
        }
    }

    private void pass(ByteBuf in) {
        try {
            bytes += in.readableBytes();
            assembler.accept(in, receiver);
            receiver.segmentEnded();
        } finally {
            in.release();
        }
    }

    /** Discards what was not seen yet. */
    public void close() {
        held.forEach(ByteBuf::release);
        held.clear();
    }
}
