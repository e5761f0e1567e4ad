package io.rbfly.client.subscribe.batch;

import io.rbfly.client.api.SubscriptionOptions;
import io.rbfly.client.config.SharedArrays;
import io.rbfly.client.subscribe.batch.PortionMaker.Plan;
import io.rbfly.protocol.chunk.Chunk;
import io.rbfly.protocol.wire.ProtocolException;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Decompresses the batches of a subscription, one portion at a time: in the thread that reads, or in another one if
 * that is the event loop. In the latter case, the next portions are made while one is being read. Used in the
 * subscription's serial executor.
 */
public final class BatchDecoder {
    /** The jobs that may wait, so that the thread need not be woken up for each. */
    private static final int MAX_JOBS = 4;

    /** The jobs that the thread does, for a millisecond or two, before others may use it. */
    private static final int JOBS_IN_TURN = 16;

    /** The most bytes that are ready or being made: the thread is kept busy, and they remain in the cache. */
    private static final int MAX_AHEAD = 4 * PortionMaker.LENGTH;

    private static final System.Logger LOG = System.getLogger(BatchDecoder.class.getName());

    private final BooleanSupplier onLoop;
    private final Executor workers;
    private final Executor serial;
    private final SharedArrays arrays;
    private final PortionMaker maker;
    private final long maxBytes;
    private Runnable whenReady = () -> {};
    /** Jobs for the other thread, which takes the next one when it has done one. */
    private final Queue<Job> jobs = new ConcurrentLinkedQueue<>();
    /** The jobs that are not done, as the other thread knows. */
    private final AtomicInteger waiting = new AtomicInteger();
    /** The jobs whose portions are not passed on. */
    private int running;
    /** The bytes of portions that are being made, and of those that are made and not given back. */
    private long unreadBytes;

    private boolean closed;

    /**
     * Creates a decoder.
     *
     * @param arrays for decompressed batches
     * @param onLoop returns whether the calling thread is the event loop
     * @param workers decompresses in its place; does not run a task for which it throws
     * @param serial the subscription's executor, after the task that is running
     */
    public BatchDecoder(
            String stream,
            SubscriptionOptions options,
            SharedArrays arrays,
            BooleanSupplier onLoop,
            Executor workers,
            Executor serial) {
        this.maker = new PortionMaker(stream, options.maxBatchBytes(), arrays);
        this.arrays = arrays;
        this.maxBytes = Math.min(options.maxBufferedBytes(), MAX_AHEAD);
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

    /** Makes the next portion of a chunk if the calling thread may do it; returns whether it has. */
    boolean makeNow(DecodedChunk chunk) {
        if (running > 0 || closed || onLoop.getAsBoolean()) {
            return false;
        }
        Part part = new Part(chunk, chunk.plan(maker));
        chunk.begun(part.plan);
        part.make();
        part.ended();
        return true;
    }

    /**
     * Returns a job that makes portions in another thread; null if that is not needed or enough of them wait.
     *
     * <p>Handing over costs more than decompressing a small chunk, so a job makes portions of several.
     */
    public @Nullable Job job() {
        return running == MAX_JOBS || closed || !onLoop.getAsBoolean() ? null : new Job();
    }

    /** The next portions of chunks. {@link #start} must follow. */
    public final class Job {
        private final List<Part> parts = new ArrayList<>(1);
        private long bytes;

        private Job() {}

        /**
         * Adds the next portion of a chunk, in the order of reading, if there is room for it.
         *
         * @param needed whether the reader waits for it: portions of later chunks must not keep its room
         * @return whether the next chunk may be added
         */
        public boolean add(DecodedChunk chunk, boolean needed) {
            if (chunk.isBegunToEnd()) {
                return true;
            }
            boolean must = unreadBytes == 0 || needed && chunk.isIdle();
            if (bytes == 0 && !must && !isRoomFor(0)) {
                return false;
            }
            Plan plan = chunk.plan(maker);
            boolean fits = bytes == 0 ? must || isRoomFor(plan.bytes()) : fitsAlso(plan.bytes());
            if (!fits) {
                return false;
            }
            parts.add(new Part(chunk, plan));
            chunk.begun(plan);
            bytes += plan.bytes();
            return plan.toEnd();
        }

        /** Whether the first portion may be made: a quarter of the limit is free, so that jobs are not too small. */
        private boolean isRoomFor(long first) {
            return unreadBytes + Math.max(first, maxBytes / 4) <= maxBytes;
        }

        private boolean fitsAlso(long more) {
            return unreadBytes + bytes + more <= maxBytes && bytes + more <= PortionMaker.LENGTH;
        }

        /** Starts, if anything was added. */
        public void start() {
            if (parts.isEmpty()) {
                return;
            }
            jobs.add(this);
            running++;
            unreadBytes += bytes;
            if (waiting.getAndIncrement() == 0) {
                submit();
            }
        }

        /** Makes the portions, in any thread. */
        private void make() {
            for (Part part : parts) {
                part.make();
            }
        }

        /** Passes the portions on. */
        private void ended() {
            unreadBytes -= bytes;
            for (Part part : parts) {
                part.ended();
            }
            running--;
            if (closed && running == 0) {
                maker.close();
            }
        }
    }

    private void submit() {
        try {
            workers.execute(this::doJobs);
        } catch (Throwable e) { // also an Error: there may be no memory for a thread
            serial.execute(() -> doJobsHere(e)); // after the portions that are passed on
        }
    }

    private void doJobsHere(Throwable cause) {
        LOG.log(System.Logger.Level.WARNING, "no thread to decompress; decompressing where messages are read", cause);
        do {
            Job job = jobs.remove();
            job.make();
            job.ended();
        } while (waiting.decrementAndGet() > 0);
        serial.execute(whenReady);
    }

    /** Does jobs in another thread: some of them, since other subscriptions and publishers need it, too. */
    private void doJobs() {
        int done = 0;
        boolean more;
        do {
            Job job = jobs.remove();
            job.make();
            serial.execute(() -> {
                job.ended();
                whenReady.run();
            });
            done++;
            more = waiting.decrementAndGet() > 0;
        } while (more && done < JOBS_IN_TURN);
        if (more) {
            serial.execute(this::submit); // a pool would run what its thread submits before the tasks of others
        }
    }

    /** A portion of a chunk, which is made in any thread. */
    private final class Part {
        private final DecodedChunk chunk;
        private final Plan plan;
        private @Nullable Portion portion;
        private @Nullable ProtocolException damage;

        Part(DecodedChunk chunk, Plan plan) {
            this.chunk = chunk;
            this.plan = plan;
        }

        void make() {
            try {
                portion = maker.make(plan, chunk.chunk(), chunk.firstWanted());
            } catch (ProtocolException e) {
                damage = e;
            } catch (Throwable e) { // there may be no memory: the subscription must not wait for ever
                damage = new ProtocolException("cannot be decompressed: " + e, e);
            }
        }

        void ended() {
            if (portion != null) {
                unreadBytes += portion.chunk().dataLength();
            }
            chunk.ended(portion, damage);
        }
    }

    /** A portion was read; its array is free for another one if no message of it was kept. */
    public void read(Portion portion, boolean free) {
        unreadBytes -= portion.chunk().dataLength();
        if (free) {
            arrays.giveBack(portion.chunk().array());
        }
    }

    /** Releases what is kept; nothing is read any more. */
    public void close() {
        boolean first = !closed;
        closed = true;
        if (first && running == 0) {
            maker.close();
        }
    }
}
