package io.rbfly.client.subscribe.batch;

import io.rbfly.client.api.SubscriptionOptions;
import io.rbfly.protocol.chunk.Chunk;
import io.rbfly.protocol.wire.ProtocolException;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Decompresses the batches of a subscription, one portion at a time: in the thread that reads, or in another one if
 * that is the event loop. In the latter case, the next portion is made while one is being read. Used in the
 * subscription's serial executor.
 */
public final class BatchDecoder {
    private static final System.Logger LOG = System.getLogger(BatchDecoder.class.getName());

    private final BooleanSupplier onLoop;
    private final Executor workers;
    private final Executor serial;
    private final PortionMaker maker;
    private final long maxBytes;
    private Runnable whenReady = () -> {};
    /** Whether a portion is being made in another thread. */
    private boolean busy;
    /** The bytes of portions that are made and not read. */
    private long unreadBytes;

    private boolean closed;

    /**
     * Creates a decoder.
     *
     * @param onLoop returns whether the calling thread is the event loop
     * @param workers decompresses in its place
     * @param serial the subscription's executor
     */
    public BatchDecoder(
            String stream, SubscriptionOptions options, BooleanSupplier onLoop, Executor workers, Executor serial) {
        this.maker = new PortionMaker(stream, options.maxBatchBytes());
        this.maxBytes = options.maxBufferedBytes();
        this.onLoop = onLoop;
        this.workers = workers;
        this.serial = serial;
    }

    /** Sets the action that is called when another thread has made a portion. */
    public void whenReady(Runnable action) {
        whenReady = action;
    }

    /** Returns a chunk to decode; entries that end before an offset (unsigned) are left out. */
    public DecodedChunk decode(Chunk chunk, long firstWanted) {
        return new DecodedChunk(this, chunk, firstWanted);
    }

    boolean isBusy() {
        return busy;
    }

    /** Makes the next portion of a chunk in advance, if this is done elsewhere, and there is room for it. */
    public void lookAhead(DecodedChunk chunk) {
        if (chunk.mayBegin() && onLoop.getAsBoolean() && unreadBytes + maker.plan(chunk) <= maxBytes) {
            begin(chunk);
        }
    }

    /** Makes the next portion of a chunk; not while it is busy. */
    void begin(DecodedChunk chunk) {
        if (!onLoop.getAsBoolean()) {
            make(chunk, false);
            return;
        }
        busy = true;
        chunk.begun();
        try {
            workers.execute(() -> make(chunk, true));
        } catch (Throwable e) { // also an Error: there may be no memory for a thread
            LOG.log(System.Logger.Level.WARNING, "no thread to decompress; decompressing on the event loop", e);
            make(chunk, false);
        }
    }

    private void make(DecodedChunk chunk, boolean elsewhere) {
        Portion made = null;
        ProtocolException damage = null;
        try {
            made = maker.make(chunk);
        } catch (ProtocolException e) {
            damage = e;
        } catch (Throwable e) { // there may be no memory: the subscription must not wait for ever
            damage = new ProtocolException("cannot be decompressed: " + e);
        }
        Portion portion = made;
        ProtocolException damaged = damage;
        if (elsewhere) {
            serial.execute(() -> {
                ended(chunk, portion, damaged);
                whenReady.run();
            });
        } else {
            ended(chunk, portion, damaged);
        }
    }

    private void ended(DecodedChunk chunk, @Nullable Portion portion, @Nullable ProtocolException damage) {
        busy = false;
        if (portion != null) {
            unreadBytes += portion.chunk().dataLength();
        }
        chunk.ended(portion, damage);
        if (closed) {
            maker.close();
        }
    }

    /** A portion was read; its array is free for another one if no message of it was kept. */
    public void read(Portion portion, boolean free) {
        unreadBytes -= portion.chunk().dataLength();
        if (free) {
            maker.reuse(portion.chunk().array());
        }
    }

    /** Releases what is kept; nothing is read any more. */
    public void close() {
        boolean first = !closed;
        closed = true;
        if (first && !busy) {
            maker.close();
        }
    }
}
