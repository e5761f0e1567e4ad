package io.rbfly.client.subscribe;

import io.rbfly.client.api.BrokerException;
import io.rbfly.client.api.ClosedException;
import io.rbfly.client.api.MalformedChunkException;
import io.rbfly.client.api.Offset;
import io.rbfly.client.api.StreamException;
import io.rbfly.client.api.SubscriptionOptions;
import io.rbfly.client.connection.ClientContext;
import io.rbfly.client.connection.Connection;
import io.rbfly.client.connection.DeliverySink;
import io.rbfly.client.connection.StreamConnections;
import io.rbfly.client.connection.StreamSession;
import io.rbfly.client.loop.Callbacks;
import io.rbfly.client.loop.SerialExecutor;
import io.rbfly.protocol.chunk.Chunk;
import io.rbfly.protocol.command.Credit;
import io.rbfly.protocol.command.QueryOffset;
import io.rbfly.protocol.command.Request;
import io.rbfly.protocol.command.StatusResponse;
import io.rbfly.protocol.command.Subscribe;
import io.rbfly.protocol.command.Unsubscribe;
import io.rbfly.protocol.wire.ProtocolException;
import io.rbfly.protocol.wire.ResponseCode;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The side of a subscription that lives on the event loop: subscribes, checks chunks and hands them on, gives credit back, and
 * knows where to go on after a lost connection.
 */
final class Receiver implements StreamSession.Role, DeliverySink {
    private static final CompletableFuture<Void> NOTHING_TO_PREPARE = CompletableFuture.completedFuture(null);

    private final String stream;
    private final int initialCredit;
    private final Callbacks callbacks;
    private final SerialExecutor serial;
    private final MessageReader reader;
    private final StreamSession session;
    private final ResumePoint position;
    private final CompletableFuture<Void> opened = new CompletableFuture<>();
    private final CompletableFuture<Void> closed = new CompletableFuture<>();
    private @Nullable Connection connection;
    private int subscriptionId;
    /** Chunks that were handed on and are not read to their end; each holds back one credit. */
    private int unread;
    /** Chunks that the broker may still send. */
    private int granted;

    private boolean ended;

    Receiver(
            String stream,
            Offset offset,
            SubscriptionOptions options,
            StreamConnections connections,
            ClientContext context) {
        this.stream = stream;
        this.initialCredit = options.initialCredit();
        this.callbacks = context.callbacks();
        this.serial = callbacks.serial();
        this.reader = new MessageReader(
                stream, serial, () -> callbacks.onLoop(this::chunkTaken), cause -> callbacks.onLoop(() -> end(cause)));
        this.session = new StreamSession(connections, context, this);
        this.position = new ResumePoint(offset);
    }

    /** Subscribes; the future completes on the event loop when the broker accepted. */
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

    /** Completes on the event loop when the subscription is closed or ended otherwise. */
    CompletableFuture<Void> closed() {
        return closed;
    }

    /** Ends because the application wants so. */
    CompletableFuture<Void> close() {
        end(new ClosedException("subscription to stream " + stream + " is closed"));
        return closed;
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
        String reference = position.reference();
        if (reference == null) {
            return NOTHING_TO_PREPARE;
        }
        return connection.request(new QueryOffset(reference, stream)).thenAccept(reply -> {
            if (reply.code() == ResponseCode.OK) {
                position.stored(reply.offset() + 1);
            } else if (reply.code() == ResponseCode.NO_OFFSET) {
                position.stored(0);
            } else {
                throw new BrokerException("offset stored under " + reference + " for stream " + stream, reply.code());
            }
        });
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
        // Chunks that are here already count, so that memory stays bounded over any number of reconnects.
        granted = Math.max(0, initialCredit - unread);
        return new Subscribe(id, stream, position.spec(), granted, Map.of());
    }

    @Override
    public Request<StatusResponse> leave(int id) {
        return new Unsubscribe(id);
    }

    @Override
    public void entered(Connection connection, int id) {
        this.connection = connection;
        this.subscriptionId = id;
        giveCredit(); // for what was read while the broker had not answered
        opened.complete(null);
    }

    @Override
    public void interrupted() {
        connection = null;
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
        unread++;
        granted--;
        if (chunk.type() != Chunk.USER_TYPE) {
            chunkTaken();
            return;
        }
        try {
            chunk.checkCrc();
        } catch (ProtocolException e) {
            end(new MalformedChunkException(stream, chunk.chunkId(), e));
            return;
        }
        long firstWanted = position.advance(chunk);
        serial.execute(() -> reader.add(chunk, firstWanted));
    }

    private void chunkTaken() {
        unread--;
        giveCredit();
    }

    private void giveCredit() {
        int credit = initialCredit - unread - granted;
        if (connection != null && credit > 0) {
            connection.send(new Credit(subscriptionId, credit));
            granted += credit;
        }
    }

    /** Hands out no more than what is here, and makes the broker send no more. */
    private void end(StreamException cause) {
        connection = null;
        serial.execute(() -> reader.end(cause));
        if (!ended) {
            ended = true;
            session.leave().whenComplete((left, error) -> closed.complete(null));
            opened.completeExceptionally(cause);
        }
    }
}
