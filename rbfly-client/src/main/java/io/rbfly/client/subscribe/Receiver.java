package io.rbfly.client.subscribe;

import io.rbfly.client.api.BrokerException;
import io.rbfly.client.api.ClosedException;
import io.rbfly.client.api.ConnectionException;
import io.rbfly.client.api.ErrorPolicy;
import io.rbfly.client.api.MalformedChunkException;
import io.rbfly.client.api.MessageFilter;
import io.rbfly.client.api.Offset;
import io.rbfly.client.api.StreamException;
import io.rbfly.client.api.SubscriptionOptions;
import io.rbfly.client.api.UnsupportedException;
import io.rbfly.client.connection.ClientContext;
import io.rbfly.client.connection.Connection;
import io.rbfly.client.connection.DeliverySink;
import io.rbfly.client.connection.StreamConnections;
import io.rbfly.client.connection.StreamSession;
import io.rbfly.client.loop.Callbacks;
import io.rbfly.client.loop.SerialExecutor;
import io.rbfly.protocol.chunk.Chunk;
import io.rbfly.protocol.command.Credit;
import io.rbfly.protocol.command.OneWay;
import io.rbfly.protocol.command.Request;
import io.rbfly.protocol.command.StatusResponse;
import io.rbfly.protocol.command.Subscribe;
import io.rbfly.protocol.command.Unsubscribe;
import io.rbfly.protocol.wire.CommandKey;
import io.rbfly.protocol.wire.ProtocolException;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The side of a subscription that lives on the event loop: subscribes, checks chunks and hands them on, gives credit back, and
 * knows where to go on after a lost connection.
 */
final class Receiver implements StreamSession.Role, DeliverySink, ChunkQueue.Listener {
    /** The version of Publish that carries filter values. */
    private static final int FILTERING_PUBLISH_VERSION = 2;

    private final String stream;
    private final ClientContext context;
    private final Callbacks callbacks;
    private final SerialExecutor serial;
    private final CreditWindow credits;
    private final @Nullable MessageFilter filter;
    private final @Nullable Sieve sieve;
    private final @Nullable OffsetStorer offsets;
    private final Outbox outbox = new Outbox();
    private final MessageReader reader;
    private final StreamSession session;
    private final ResumePoint position;
    private final StartQuery start;
    private final CompletableFuture<Void> opened = new CompletableFuture<>();
    private final CompletableFuture<Void> closed = new CompletableFuture<>();
    private final CompletableFuture<Void> over = new CompletableFuture<>();
    /** Null while the broker does not know it, or where it begins is not clear yet. */
    private @Nullable Connection connection;

    private int subscriptionId;
    /** Completes when the chunk that the latest entry begins with is here, if there is one. */
    private CompletableFuture<Void> clear = CompletableFuture.completedFuture(null);
    /** Tells answers that belong to the latest entry from those that came too late. */
    private int entry;

    private boolean ended;

    Receiver(
            String stream,
            Offset offset,
            SubscriptionOptions options,
            StreamConnections connections,
            ClientContext context) {
        this.stream = stream;
        this.context = context;
        this.callbacks = context.callbacks();
        this.serial = callbacks.serial();
        this.credits = new CreditWindow(options.initialCredit(), options.maxBufferedBytes());
        this.filter = options.filter();
        this.sieve = Sieve.of(filter);
        this.offsets = options.offsetStoring() == null
                ? null
                : new OffsetStorer(
                        stream, options.offsetStoring(), context.transport().timer(), callbacks::onLoop);
        this.reader = new MessageReader(
                stream,
                new ChunkQueue(this),
                sieve,
                offsets == null ? null : offsets.handled(),
                () -> callbacks.onLoop(() -> over.complete(null)));
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
        Failures failures = new Failures(stream, policy, context, serial, reader);
        return new HandlerLoop(reader, serial, step, sieve, failures, finished);
    }

    /** Completes on the event loop when the subscription is closed, or ended otherwise and read to its end. */
    CompletableFuture<Void> over() {
        return over;
    }

    /** Ends because the application wants so. */
    CompletableFuture<Void> close() {
        end(new ClosedException("subscription to stream " + stream + " is closed"));
        closed.thenRun(() -> over.complete(null));
        return closed;
    }

    /** Sends a command on the subscription's connection, once there is one. */
    void send(OneWay command, CompletableFuture<Void> sent) {
        outbox.send(command, sent);
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
    public Request<StatusResponse> enter(int id) {
        // At the end of a stream a broker pauses before it believes that there is nothing to send: it is to answer
        // first.
        boolean without = reader.source().isPaused() || position.isKnown();
        int credit = without ? credits.beginWithout() : credits.begin();
        return new Subscribe(id, stream, position.spec(), credit, Sieve.properties(filter));
    }

    @Override
    public void entering(Connection connection) {
        clear = start.behind(connection);
    }

    @Override
    public Request<StatusResponse> leave(int id) {
        return new Unsubscribe(id);
    }

    @Override
    public void entered(Connection connection, int id) {
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
        outbox.connected(connection);
        if (offsets != null) {
            offsets.connected(connection);
        }
        opened.complete(null);
    }

    /** When the connection is lost, or the stream is not there, it is entered again, or refused. */
    private void startFailed(Throwable error) {
        if (error instanceof BrokerException) {
            session.dropped();
        } else if (!(error instanceof ConnectionException)) {
            end(error instanceof StreamException cause ? cause : new ConnectionException(error.getMessage(), error));
        }
    }

    @Override
    public void interrupted() {
        entry++;
        connection = null;
        outbox.disconnected();
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
        credits.received(chunk);
        if (chunk.type() != Chunk.USER_TYPE) {
            done(chunk, true);
            return;
        }
        long firstWanted;
        try {
            chunk.checkCrc();
            firstWanted = position.advance(chunk);
        } catch (ProtocolException e) {
            end(new MalformedChunkException(stream, chunk.chunkId(), e));
            return;
        }
        if (Long.compareUnsigned(firstWanted, ResumePoint.end(chunk)) >= 0 && chunk.messageCount() != 0) {
            done(chunk, true); // none of it is
        } else {
            serial.execute(() -> reader.add(chunk, firstWanted));
        }
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
        if (offsets != null) {
            offsets.end();
        }
        connection = null;
        serial.execute(() -> reader.end(cause));
        if (!ended) {
            ended = true;
            session.leave().whenComplete((left, error) -> closed.complete(null));
            opened.completeExceptionally(cause);
            outbox.end(cause);
        }
    }
}
