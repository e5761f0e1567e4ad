package io.rbfly.client.subscribe;

import io.rbfly.client.api.SubscriptionOptions;
import io.rbfly.client.api.error.MalformedChunkException;
import io.rbfly.client.api.error.MessagesSkippedException;
import io.rbfly.client.api.error.StreamException;
import io.rbfly.client.api.event.ClientEvent;
import io.rbfly.client.budget.Budget;
import io.rbfly.client.config.ClientContext;
import io.rbfly.client.connection.Connection;
import io.rbfly.client.event.Events;
import io.rbfly.client.loop.Callbacks;
import io.rbfly.client.loop.SerialExecutor;
import io.rbfly.client.subscribe.batch.BatchDecoder;
import io.rbfly.client.subscribe.offset.ProcessedOffset;
import io.rbfly.client.subscribe.read.ChunkListener;
import io.rbfly.client.subscribe.read.MessageSource;
import io.rbfly.client.subscribe.read.PostFilter;
import io.rbfly.client.subscribe.read.ReadGate;
import io.rbfly.protocol.chunk.Chunk;
import io.rbfly.protocol.chunk.ChunkEntries;
import io.rbfly.protocol.command.subscribing.Credit;
import io.rbfly.protocol.wire.ProtocolException;
import java.util.ArrayDeque;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Receives the chunks of a subscription: checks them, skips messages before the start, and passes them to the source
 * from which the application reads. Gives the broker credit when chunks are read. Used on the event loop only.
 */
final class ChunkReceiver implements ChunkListener, RetentionMonitor.Listener {
    private static final System.Logger LOG = System.getLogger(ChunkReceiver.class.getName());

    private final String stream;
    private final ReadGate gate;
    private final SerialExecutor serial;
    private final Callbacks callbacks;
    private final Consumer<? super ClientEvent> listener;
    private final ResumePoint position;
    private final CreditWindow credits;
    private final RetentionMonitor retention;
    private final boolean stopOnSkippedMessages;
    private final int maxBatchBytes;
    private final MessageSource source;
    private final Runnable createdAgain;
    private final Consumer<StreamException> failed;
    /** Called with the first wanted offset after an activation. */
    private @Nullable LongConsumer activated;
    /** Chunks that wait until it is known whether messages before them were deleted. */
    private final ArrayDeque<Held> held = new ArrayDeque<>();

    private @Nullable Connection connection;
    private int subscriptionId;
    /** Whether received chunks belong to a former stream, or to a position that is not wanted. */
    private boolean discarding;

    private boolean closing;
    private boolean ended;

    private record Held(Chunk chunk, long firstWanted) {}

    /**
     * Creates a receiver.
     *
     * @param position where the subscription starts
     * @param budget limits what is received in place of the options, null if there is none
     * @param createdAgain called when the stream was created again, and is read from its first message
     * @param failed called with the exception that ends the subscription
     */
    ChunkReceiver(
            String stream,
            SubscriptionOptions options,
            ResumePoint position,
            ReadGate gate,
            @Nullable ProcessedOffset processed,
            SerialExecutor serial,
            @Nullable Budget budget,
            ClientContext context,
            Runnable createdAgain,
            Consumer<StreamException> failed) {
        this.stream = stream;
        this.gate = gate;
        this.serial = serial;
        this.callbacks = context.callbacks();
        this.listener = context.settings().listener();
        this.position = position;
        this.credits =
                new CreditWindow(options.maxBufferedChunks(), options.maxBufferedBytes(), budget, this::giveCredit);
        this.retention = new RetentionMonitor(stream, this);
        this.stopOnSkippedMessages = options.stopOnSkippedMessages();
        this.maxBatchBytes = options.maxBatchBytes();
        BatchDecoder decoder = new BatchDecoder(
                stream,
                options,
                context.arrays(),
                callbacks::isOnLoop,
                context.transport().workers(),
                serial::executeLater);
        this.source = new MessageSource(stream, gate, this, decoder, PostFilter.of(options.filter()), processed);
        this.createdAgain = createdAgain;
        this.failed = failed;
    }

    /** The source from which the application reads; used in the serial executor. */
    MessageSource source() {
        return source;
    }

    /** Prepares for a new subscription at the broker, and returns the credit for its request. */
    int restart() {
        discarding = false;
        // At the end of a stream a broker waits before it reports that there is nothing to send: without credit it
        // answers first.
        return gate.isPaused() || position.isKnown() ? credits.beginWithout() : credits.begin();
    }

    /** The Subscribe request was sent on a connection. */
    void declaring(Connection current) {
        retention.connected(current);
    }

    /** The broker delivers, and the start is known. */
    void connected(Connection current, int id) {
        connection = current;
        subscriptionId = id;
        giveCredit();
    }

    /** The connection is lost. */
    void disconnected() {
        connection = null;
        credits.stopWaiting();
        credits.wakeOthers();
    }

    /** Prepares for a new subscription that delivers only when it is activated; the request gives no credit. */
    int restartInactive() {
        discarding = true;
        return credits.beginWithout();
    }

    /** Drops chunks that are not passed on, and gives no credit until the subscription is active again. */
    void deactivate() {
        discarding = true;
        List<Held> dropped = List.copyOf(held);
        held.clear();
        dropped.forEach(each -> done(each.chunk, true));
        connection = null;
        credits.stopWaiting();
        credits.wakeOthers();
        activated = null;
    }

    /** The broker delivers again, with the credit that is left and with what is given for dropped chunks. */
    void activate(Connection current, int id, LongConsumer first) {
        discarding = false;
        activated = first;
        connected(current, id);
    }

    /** Ignores further chunks: the application closes the subscription. */
    void close() {
        closing = true;
    }

    /** Passes on no more chunks. */
    void end() {
        connection = null;
        if (!ended) {
            credits.end();
        }
        ended = true;
    }

    /** Processes a chunk. */
    void deliver(Chunk chunk) {
        assert callbacks.isOnLoop();
        credits.received(bytes(chunk));
        if (chunk.type() != Chunk.USER_TYPE || discarding || closing) {
            done(chunk, true);
            return;
        }
        long expected = position.expected();
        long firstWanted;
        try {
            chunk.checkCrc();
            if (position.isOfAnotherStream(chunk)) {
                done(chunk, true);
                restart(expected);
                return;
            }
            firstWanted = position.advance(chunk);
        } catch (ProtocolException e) {
            failed.accept(new MalformedChunkException(stream, chunk.chunkId(), e));
            return;
        }
        if (activated != null) {
            activated.accept(firstWanted);
            activated = null;
        }
        if (expected != ProcessedOffset.NONE && Long.compareUnsigned(chunk.chunkId(), expected) > 0) {
            retention.missing(expected, chunk.chunkId());
        }
        if (Long.compareUnsigned(firstWanted, ResumePoint.end(chunk)) >= 0 && chunk.messageCount() != 0) {
            done(chunk, true); // none of its messages is wanted
        } else if (stopOnSkippedMessages && retention.isChecking()) {
            held.add(new Held(chunk, firstWanted));
        } else {
            handOn(chunk, firstWanted);
        }
    }

    /** The bytes for which a chunk counts. */
    private long bytes(Chunk chunk) {
        return ChunkEntries.plainLength(chunk, maxBatchBytes);
    }

    private void handOn(Chunk chunk, long firstWanted) {
        serial.execute(() -> source.add(chunk, firstWanted));
    }

    @Override
    public void skipped(long from, long to) {
        String what = "offsets " + Long.toUnsignedString(from) + " to " + Long.toUnsignedString(to - 1) + " of stream "
                + stream + " were deleted by its retention before they could be read";
        LOG.log(System.Logger.Level.WARNING, what);
        listener.accept(new Events.MessagesSkipped(stream, from, to));
        if (stopOnSkippedMessages && !ended) {
            held.clear();
            failed.accept(new MessagesSkippedException(what, from, to));
        }
    }

    @Override
    public void checked() {
        for (Held each = held.poll(); each != null && !ended; each = held.poll()) {
            handOn(each.chunk, each.firstWanted);
        }
    }

    /** The stream was deleted and created again, and is read from its first message. */
    private void restart(long reached) {
        String what = "stream " + stream + " was created again; offset " + Long.toUnsignedString(reached)
                + " had been reached in the former one";
        LOG.log(System.Logger.Level.WARNING, what);
        if (stopOnSkippedMessages) {
            failed.accept(new MessagesSkippedException(what, reached, 0));
            return;
        }
        listener.accept(new Events.SubscriptionRestarted(stream, reached));
        discarding = true;
        createdAgain.run();
    }

    @Override
    public void read(Chunk chunk, boolean free) {
        callbacks.onLoop(() -> done(chunk, free));
    }

    private void done(Chunk chunk, boolean free) {
        long bytes = bytes(chunk);
        if (free && connection != null) {
            connection.reuse(chunk.array());
        }
        credits.read(bytes);
        giveCredit();
        credits.wakeOthers();
    }

    @Override
    public void damaged(StreamException error) {
        callbacks.onLoop(() -> failed.accept(error));
    }

    /** Gives credit for what there is room for; none while paused or closing, or while the start is unknown. */
    void giveCredit() {
        if (connection != null && !closing && !gate.isPaused()) {
            int credit = credits.grant();
            if (credit > 0) {
                connection.send(new Credit(subscriptionId, credit));
            }
        } else {
            credits.stopWaiting();
        }
    }
}
