package io.rbfly.client.publish;

import io.rbfly.client.api.BrokerException;
import io.rbfly.client.api.PublisherOptions;
import io.rbfly.client.api.StreamException;
import io.rbfly.client.connection.ClientContext;
import io.rbfly.client.connection.ConfirmSink;
import io.rbfly.client.connection.Connection;
import io.rbfly.client.connection.StreamConnections;
import io.rbfly.client.connection.StreamSession;
import io.rbfly.client.loop.Callbacks;
import io.rbfly.protocol.command.DeclarePublisher;
import io.rbfly.protocol.command.DeletePublisher;
import io.rbfly.protocol.command.PublishConfirm;
import io.rbfly.protocol.command.PublishError;
import io.rbfly.protocol.command.QueryPublisherSequence;
import io.rbfly.protocol.command.Request;
import io.rbfly.protocol.command.StatusResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The side of a publisher that lives on the event loop: takes frames from the batch to the connection, keeps them until they
 * are confirmed, and sends them again when the connection was lost in between.
 */
final class Sender implements StreamSession.Role, ConfirmSink {
    private static final CompletableFuture<Void> NOTHING_TO_PREPARE = CompletableFuture.completedFuture(null);

    private final String stream;
    private final String name;
    private final Callbacks callbacks;
    private final OutgoingBatch batch;
    private final ConfirmWindow window;
    private final StreamSession session;
    private final CompletableFuture<Void> opened = new CompletableFuture<>();
    private final CompletableFuture<Void> closed = new CompletableFuture<>();
    private @Nullable Connection connection;
    private int publisherId;
    private boolean prepared;
    private boolean closing;
    private boolean leaving;

    Sender(String stream, PublisherOptions options, StreamConnections connections, ClientContext context) {
        this.stream = stream;
        this.name = options.name();
        this.callbacks = context.callbacks();
        this.batch = new OutgoingBatch(() -> context.transport().loop().execute(this::flush), options.maxUnconfirmed());
        this.window = new ConfirmWindow(options.maxUnconfirmed());
        this.session = new StreamSession(connections, context, this);
    }

    /** Declares the publisher; the future completes on the event loop when the broker knows it. */
    CompletableFuture<Void> open() {
        session.start();
        return opened;
    }

    /** Completes on the event loop when the publisher is closed or ended otherwise. */
    CompletableFuture<Void> closed() {
        return closed;
    }

    OutgoingBatch batch() {
        return batch;
    }

    /** Ends when all that was accepted has its outcome. The batch accepts nothing any more. */
    CompletableFuture<Void> close() {
        closing = true;
        leaveWhenSettled();
        return closed;
    }

    @Override
    public String stream() {
        return stream;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String description() {
        return "publisher on stream " + stream;
    }

    @Override
    public CompletableFuture<Void> prepare(Connection connection) {
        if (prepared || name.isEmpty()) {
            return NOTHING_TO_PREPARE;
        }
        return connection
                .require(description(), new QueryPublisherSequence(name, stream))
                .thenAccept(reply -> {
                    prepared = true;
                    batch.nextId(reply.sequence() + 1);
                });
    }

    @Override
    public int register(Connection connection) {
        return connection.register(this);
    }

    @Override
    public void free(Connection connection, int id) {
        connection.freePublisher(id);
    }

    @Override
    public Request<StatusResponse> enter(int id) {
        return new DeclarePublisher(id, name, stream);
    }

    @Override
    public Request<StatusResponse> leave(int id) {
        return new DeletePublisher(id);
    }

    @Override
    public void entered(Connection connection, int id) {
        this.connection = connection;
        this.publisherId = id;
        batch.frameLimit(connection.frameMax());
        for (OutgoingFrame frame : window.frames()) {
            connection.write(frame.bytes(id));
        }
        connection.flush();
        flush();
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
        connection = null;
        batch.end(cause);
        List<CompletableFuture<Long>> lost = window.settleAll();
        for (OutgoingFrame frame : batch.drain()) {
            frame.settleAll((id, future) -> lost.add(future));
            frame.release();
        }
        batch.settled(lost.size());
        callbacks.execute(() -> lost.forEach(future -> future.completeExceptionally(cause)));
        opened.completeExceptionally(cause);
        closed.complete(null);
    }

    @Override
    public void writable() {
        flush();
    }

    /** Sends as much as connection and window take. */
    private void flush() {
        Connection current = connection;
        if (current == null) {
            return;
        }
        boolean written = false;
        while (current.isWritable()) {
            OutgoingFrame frame = batch.poll(window.room());
            if (frame == null) {
                break;
            }
            window.add(frame);
            current.write(frame.bytes(publisherId));
            written = true;
        }
        if (written) {
            current.flush();
        }
    }

    @Override
    public void confirmed(PublishConfirm confirm) {
        long[] ids = confirm.publishingIds();
        List<@Nullable CompletableFuture<Long>> futures = new ArrayList<>(ids.length);
        int messages = 0;
        for (long id : ids) {
            CompletableFuture<Long> future = window.settle(id);
            futures.add(future);
            messages += future == null ? 0 : 1;
        }
        settled(messages);
        callbacks.execute(() -> complete(ids, futures));
    }

    private static void complete(long[] ids, List<@Nullable CompletableFuture<Long>> futures) {
        for (int i = 0; i < ids.length; i++) {
            CompletableFuture<Long> future = futures.get(i);
            if (future != null) {
                future.complete(ids[i]);
            }
        }
    }

    @Override
    public void refused(PublishError error) {
        List<Runnable> refused = new ArrayList<>();
        for (PublishError.Failure failure : error.failures()) {
            CompletableFuture<Long> future = window.settle(failure.publishingId());
            if (future != null) {
                String what = "message " + Long.toUnsignedString(failure.publishingId()) + " for stream " + stream;
                refused.add(() -> future.completeExceptionally(new BrokerException(what, failure.code())));
            }
        }
        settled(refused.size());
        callbacks.execute(() -> refused.forEach(Runnable::run));
    }

    private void settled(int messages) {
        batch.settled(messages);
        flush();
        leaveWhenSettled();
    }

    private void leaveWhenSettled() {
        if (closing && !leaving && batch.unsettled() == 0) {
            leaving = true;
            session.leave().whenComplete((nothing, error) -> closed.complete(null));
        }
    }
}
