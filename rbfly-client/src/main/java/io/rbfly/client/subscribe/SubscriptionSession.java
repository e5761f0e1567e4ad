package io.rbfly.client.subscribe;

import io.rbfly.client.api.ErrorPolicy;
import io.rbfly.client.api.MessageFilter;
import io.rbfly.client.api.Offset;
import io.rbfly.client.api.SubscriptionOptions;
import io.rbfly.client.api.error.BrokerException;
import io.rbfly.client.api.error.ClosedException;
import io.rbfly.client.api.error.ConnectionException;
import io.rbfly.client.api.error.MalformedChunkException;
import io.rbfly.client.api.error.MessagesSkippedException;
import io.rbfly.client.api.error.RequestTimeoutException;
import io.rbfly.client.api.error.StreamException;
import io.rbfly.client.api.error.UnsupportedException;
import io.rbfly.client.cluster.RoleConnections;
import io.rbfly.client.config.ClientContext;
import io.rbfly.client.connection.Connection;
import io.rbfly.client.connection.DeliveryListener;
import io.rbfly.client.event.Events;
import io.rbfly.client.loop.Callbacks;
import io.rbfly.client.loop.SerialExecutor;
import io.rbfly.client.loop.Timer;
import io.rbfly.client.session.StreamSession;
import io.rbfly.client.subscribe.offset.OffsetStorer;
import io.rbfly.client.subscribe.offset.PendingOffsets;
import io.rbfly.client.subscribe.offset.ProcessedOffset;
import io.rbfly.client.subscribe.read.ChunkQueue;
import io.rbfly.client.subscribe.read.HandlerLoop;
import io.rbfly.client.subscribe.read.HandlerRetry;
import io.rbfly.client.subscribe.read.MessageLoop;
import io.rbfly.client.subscribe.read.MessageReader;
import io.rbfly.client.subscribe.read.PostFilter;
import io.rbfly.protocol.chunk.Chunk;
import io.rbfly.protocol.command.Request;
import io.rbfly.protocol.command.StatusResponse;
import io.rbfly.protocol.command.subscribing.Credit;
import io.rbfly.protocol.command.subscribing.Subscribe;
import io.rbfly.protocol.command.subscribing.Unsubscribe;
import io.rbfly.protocol.wire.CommandKey;
import io.rbfly.protocol.wire.ProtocolException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The side of a subscription that lives on the event loop: subscribes, checks chunks and hands them on, gives credit
 * back, and knows where to go on after a lost connection.
 */
final class SubscriptionSession
        implements StreamSession.Declaration, DeliveryListener, ChunkQueue.Listener, RetentionMonitor.Listener {
    /**
     * How long closing waits for a handler that is at work. No message is handed out anyway; who is told that the
     * subscription is closed should find that handlers have returned, but not wait for one that is stuck, or that waits
     * for the closing.
     */
    private static final Duration HANDLER_GRACE = Duration.ofMillis(200);

    /** The version of Publish that carries filter values. */
    private static final int FILTERING_PUBLISH_VERSION = 2;

    private static final System.Logger LOG = System.getLogger(SubscriptionSession.class.getName());

    private final String stream;
    private final ClientContext context;
    private final Callbacks callbacks;
    private final SerialExecutor serial;
    private final CreditWindow credits;
    private final @Nullable MessageFilter filter;
    private final @Nullable PostFilter postFilter;
    private final @Nullable OffsetStorer offsets;
    private final PendingOffsets pendingOffsets;
    private final MessageReader reader;
    private final StreamSession session;
    private final ResumePoint position;
    private final StartQuery start;
    private final RetentionMonitor retention;
    private final boolean stopOnSkippedMessages;
    /** Chunks that wait for it to become clear whether messages before them were deleted. */
    private final ArrayDeque<Held> held = new ArrayDeque<>();

    private final CompletableFuture<Void> opened = new CompletableFuture<>();
    private final CompletableFuture<Void> closed = new CompletableFuture<>();
    private final CompletableFuture<Void> over = new CompletableFuture<>();
    private final CompletableFuture<Void> finished = new CompletableFuture<>();
    /** What ended it, null when the application did. */
    private @Nullable StreamException endedBy;

    /** Null while the broker does not know it, or where it begins is not clear yet. */
    private @Nullable Connection connection;

    private int subscriptionId;
    /** Completes when the chunk that the latest entry begins with is here, if there is one. */
    private CompletableFuture<Void> clear = CompletableFuture.completedFuture(null);
    /** Tells answers that belong to the latest entry from those that came too late. */
    private int entry;
    /** Whether chunks are of a former stream, or of a place in it that is not wanted. */
    private boolean discarding;

    private boolean closing;
    private boolean ended;

    private record Held(Chunk chunk, long firstWanted) {}

    SubscriptionSession(
            String stream,
            Offset offset,
            SubscriptionOptions options,
            RoleConnections connections,
            ClientContext context) {
        this.stream = stream;
        this.context = context;
        this.callbacks = context.callbacks();
        this.serial = callbacks.serial();
        this.credits = new CreditWindow(options.maxBufferedChunks(), options.maxBufferedBytes());
        this.filter = options.filter();
        this.postFilter = PostFilter.of(filter);
        Timer timer = context.transport().timer();
        this.pendingOffsets = new PendingOffsets(stream);
        this.offsets = options.offsetStoring() == null
                ? null
                : new OffsetStorer(stream, options.offsetStoring(), timer, pendingOffsets, callbacks::onLoop);
        this.stopOnSkippedMessages = options.stopOnSkippedMessages();
        this.retention = new RetentionMonitor(stream, this);
        this.reader = new MessageReader(
                stream,
                new ChunkQueue(stream, this),
                postFilter,
                offsets == null ? null : offsets.handled(),
                serial,
                timer,
                () -> callbacks.onLoop(this::readToTheEnd));
        this.session = new StreamSession(connections, context, this);
        this.position = new ResumePoint(offset);
        this.start = new StartQuery(stream, position);
    }

    /** Subscribes; the future completes on the event loop when the broker accepted and it is clear where it begins. */
    CompletableFuture<Void> open() {
        session.start();
        return opened;
    }

    SerialExecutor serial() {
        return serial;
    }

    MessageReader reader() {
        return reader;
    }

    /** A loop over messages whose end is the given future; in the serial executor. */
    MessageLoop handlerLoop(HandlerLoop.Step step, ErrorPolicy policy, CompletableFuture<Void> finished) {
        HandlerRetry failures = new HandlerRetry(stream, policy, context, serial, reader);
        return new HandlerLoop(reader, serial, step, postFilter, failures, finished);
    }

    /** Completes on the event loop when the subscription is closed, or ended otherwise and read to its end. */
    CompletableFuture<Void> over() {
        return over;
    }

    /**
     * Ends because the application wants so. The source of the reader hands out nothing any more; the future completes
     * when no handler is at work, or the grace for it is over, and the broker has forgotten the subscription.
     */
    CompletableFuture<Void> close() {
        assert callbacks.isOnLoop();
        if (!closing) {
            closing = true;
            reader.source().close();
            StreamException cause = new ClosedException("subscription to stream " + stream + " is closed");
            CompletableFuture<Void> returned = new CompletableFuture<>();
            CompletableFuture<Void> idle = new CompletableFuture<>();
            serial.executeLater(
                    () -> { // behind the handler that is running, if any
                        reader.end(cause);
                        callbacks.onLoop(() -> returned.complete(null));
                        reader.whenIdle(() -> callbacks.onLoop(() -> idle.complete(null)));
                    });
            Timer.Scheduled grace = context.transport().timer().schedule(HANDLER_GRACE, () -> {
                runLost();
                serial.execute(reader::endNow);
                returned.complete(null);
                idle.complete(null);
            });
            returned.thenRun(() -> end(cause));
            CompletableFuture.allOf(idle, closed).thenRun(() -> {
                grace.cancel();
                finish();
            });
        }
        return closed;
    }

    /** An executor that is only busy has time; one that was shut down will not come back to what it has lost. */
    private void runLost() {
        if (callbacks.isShutDown()) {
            serial.runLost();
        } else {
            context.transport().timer().schedule(context.settings().requestTimeout(), serial::runLost);
        }
    }

    /** As {@link #over}, but exceptionally with what ended the subscription when nobody closed it. */
    CompletableFuture<Void> finished() {
        return finished;
    }

    private void finish() {
        StreamException cause = endedBy;
        if (cause == null) {
            finished.complete(null);
        } else {
            finished.completeExceptionally(cause);
        }
        over.complete(null);
    }

    /** While closing, a handler may still be at work on what was read. */
    private void readToTheEnd() {
        if (!closing) {
            finish();
        }
    }

    /** The subscription's part in {@link io.rbfly.client.api.Subscription#acknowledge}, in any thread. */
    @Nullable
    ProcessedOffset handled() {
        return offsets == null ? null : offsets.handled();
    }

    /** Stores an offset on the subscription's connection, once there is one. */
    void storeOffset(String reference, long offset, CompletableFuture<Void> stored) {
        assert callbacks.isOnLoop();
        pendingOffsets.store(reference, offset, stored);
    }

    @Override
    public String stream() {
        return stream;
    }

    @Override
    public String description() {
        return "subscription to stream " + stream;
    }

    @Override
    public CompletableFuture<Void> prepare(Connection connection) {
        if (filter != null && !connection.supports(CommandKey.PUBLISH, FILTERING_PUBLISH_VERSION)) {
            return CompletableFuture.failedFuture(new UnsupportedException("message filters", "3.13"));
        }
        if (stopOnSkippedMessages && !connection.supports(CommandKey.STREAM_STATS, 1)) {
            return CompletableFuture.failedFuture(
                    new UnsupportedException("subscriptions that stop when messages are skipped", "3.11"));
        }
        return start.before(connection);
    }

    @Override
    public int register(Connection connection) {
        return connection.register(this);
    }

    @Override
    public void free(Connection connection, int id) {
        connection.freeSubscription(id);
    }

    @Override
    public Request<StatusResponse> declare(int id) {
        discarding = false;
        // At the end of a stream a broker pauses before it believes that there is nothing to send: it is to answer
        // first.
        boolean without = reader.source().isPaused() || position.isKnown();
        int credit = without ? credits.beginWithout() : credits.begin();
        return new Subscribe(id, stream, position.spec(), credit, PostFilter.properties(filter));
    }

    @Override
    public void declaring(Connection connection) {
        retention.connected(connection);
        clear = start.behind(connection);
    }

    @Override
    public Request<StatusResponse> undeclare(int id) {
        return new Unsubscribe(id);
    }

    @Override
    public void declared(Connection connection, int id) {
        int mine = ++entry;
        clear.whenComplete((nothing, error) -> {
            if (mine != entry || ended) {
                return;
            }
            if (error == null) {
                begin(connection, id);
            } else {
                startFailed(Callbacks.unwrap(error));
            }
        });
    }

    private void begin(Connection connection, int id) {
        position.settle();
        this.connection = connection;
        this.subscriptionId = id;
        giveCredit();
        if (offsets != null) {
            offsets.connected(connection);
        }
        pendingOffsets.connected(connection);
        opened.complete(null);
    }

    /** When the connection is lost, or the stream is not there, it is declared again, or refused. */
    private void startFailed(Throwable error) {
        if (error instanceof BrokerException) {
            session.dropped();
        } else if (error instanceof RequestTimeoutException timeout && opened.isDone()) {
            session.unanswered(timeout);
        } else if (!(error instanceof ConnectionException)) {
            end(
                    error instanceof StreamException cause
                            ? cause
                            : new ConnectionException(String.valueOf(error.getMessage()), error));
        }
    }

    @Override
    public void interrupted() {
        entry++;
        connection = null;
        pendingOffsets.disconnected();
        if (offsets != null) {
            offsets.disconnected();
        }
    }

    @Override
    public void dropped() {
        session.dropped();
    }

    @Override
    public void ended(StreamException cause) {
        end(cause);
    }

    @Override
    public void deliver(Chunk chunk) {
        assert callbacks.isOnLoop();
        credits.received(chunk);
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
            end(new MalformedChunkException(stream, chunk.chunkId(), e));
            return;
        }
        if (expected != ProcessedOffset.NONE && Long.compareUnsigned(chunk.chunkId(), expected) > 0) {
            retention.missing(expected, chunk.chunkId());
        }
        if (Long.compareUnsigned(firstWanted, ResumePoint.end(chunk)) >= 0 && chunk.messageCount() != 0) {
            done(chunk, true); // none of it is
        } else if (stopOnSkippedMessages && retention.isChecking()) {
            held.add(new Held(chunk, firstWanted));
        } else {
            handOn(chunk, firstWanted);
        }
    }

    private void handOn(Chunk chunk, long firstWanted) {
        serial.execute(() -> reader.add(chunk, firstWanted));
    }

    @Override
    public void skipped(long from, long to) {
        String what = "offsets " + Long.toUnsignedString(from) + " to " + Long.toUnsignedString(to - 1) + " of stream "
                + stream + " were deleted by its retention before they could be read";
        LOG.log(System.Logger.Level.WARNING, what);
        context.settings().listener().accept(new Events.MessagesSkipped(stream, from, to));
        if (stopOnSkippedMessages && !ended) {
            held.clear();
            end(new MessagesSkippedException(what, from, to));
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
            end(new MessagesSkippedException(what, reached, 0));
            return;
        }
        context.settings().listener().accept(new Events.SubscriptionRestarted(stream, reached));
        discarding = true;
        if (offsets != null) {
            offsets.beginAgain(position.lastMillis() + 1);
        }
        pendingOffsets.forget();
        position.beginAgain();
        session.dropped();
    }

    @Override
    public void read(Chunk chunk, boolean free) {
        callbacks.onLoop(() -> done(chunk, free));
    }

    private void done(Chunk chunk, boolean free) {
        if (free && connection != null) {
            connection.reuse(chunk.array());
        }
        credits.read(chunk.dataLength());
        giveCredit();
    }

    @Override
    public void damaged(long chunkId, ProtocolException cause) {
        StreamException error = new MalformedChunkException(stream, chunkId, cause);
        reader.source().damaged(error);
        callbacks.onLoop(() -> end(error));
    }

    /** Lets the broker send what there is room for; nothing while it is paused, or not clear yet where it begins. */
    void giveCredit() {
        if (connection != null && !reader.source().isPaused()) {
            int credit = credits.grant();
            if (credit > 0) {
                connection.send(new Credit(subscriptionId, credit));
            }
        }
    }

    /** Hands out no more than what is here, and makes the broker send no more. */
    private void end(StreamException cause) {
        assert callbacks.isOnLoop();
        if (offsets != null) {
            offsets.end();
        }
        connection = null;
        if (!closing) {
            serial.execute(() -> reader.end(cause));
        }
        if (!ended) {
            ended = true;
            endedBy = closing || cause instanceof ClosedException ? null : cause;
            session.undeclare().whenComplete((left, error) -> closed.complete(null));
            opened.completeExceptionally(cause);
            pendingOffsets.end(cause);
        }
    }
}
