package io.rbfly.client.subscribe;

import io.rbfly.client.api.Offset;
import io.rbfly.client.config.ClientContext;
import io.rbfly.client.connection.Connection;
import io.rbfly.client.loop.Callbacks;
import io.rbfly.client.loop.SerialExecutor;
import io.rbfly.client.session.StreamSession;
import io.rbfly.client.subscribe.group.GroupMember;
import io.rbfly.client.subscribe.group.GroupReading;
import io.rbfly.client.subscribe.group.Membership;
import io.rbfly.client.subscribe.offset.OffsetStorer;
import io.rbfly.client.subscribe.offset.PendingOffsets;
import io.rbfly.client.subscribe.read.MessageSource;
import io.rbfly.protocol.command.subscribing.OffsetSpec;
import io.rbfly.protocol.command.subscribing.Subscribe;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/** The part of a subscription that is there if it is a member of a group. Used on the event loop only. */
final class GroupSubscription implements GroupReading {
    private final String stream;
    private final ResumePoint position;
    private final StartQuery start;
    private final ChunkReceiver receiver;
    private final PendingOffsets pendingOffsets;
    private final SerialExecutor serial;
    private final Callbacks callbacks;
    private final StreamSession session;
    private final Consumer<Throwable> failed;
    private final Membership membership;
    private final GroupMember member;
    private int id;

    /**
     * Creates it for a subscription.
     *
     * @param failed called with the exception of a request that failed, or that ends the subscription
     */
    GroupSubscription(
            String stream,
            Offset offset,
            Membership membership,
            ResumePoint position,
            ChunkReceiver receiver,
            @Nullable OffsetStorer offsets,
            PendingOffsets pendingOffsets,
            SerialExecutor serial,
            StreamSession session,
            ClientContext context,
            Consumer<Throwable> failed) {
        this.stream = stream;
        this.membership = membership;
        this.position = position;
        this.start = new StartQuery(stream, position);
        this.receiver = receiver;
        this.pendingOffsets = pendingOffsets;
        this.serial = serial;
        this.callbacks = context.callbacks();
        this.session = session;
        this.failed = failed;
        this.member = new GroupMember(stream, offset, membership, this, offsets, context);
        source().stop();
    }

    /** It is about to join, until a future completes; throws as {@link Membership#enter}. */
    void enter(CompletableFuture<Void> left) {
        membership.enter(stream);
        left.thenRun(() -> membership.exit(stream));
    }

    /** What it does as a member. */
    GroupMember member() {
        return member;
    }

    /**
     * The Subscribe request. Each answer to an activation states the start, so that the offset of the request is not
     * used.
     */
    Subscribe subscribe(int id, Map<String, String> properties) {
        int credit = receiver.restartInactive();
        return new Subscribe(id, stream, new OffsetSpec.First(), credit, membership.properties(properties));
    }

    /** It has joined with this id. */
    void joined(Connection connection, int id) {
        this.id = id;
        member.joined(connection);
    }

    private MessageSource source() {
        return receiver.source();
    }

    @Override
    public CompletableFuture<Long> stop() {
        receiver.deactivate();
        source().stop();
        CompletableFuture<Long> quiet = new CompletableFuture<>();
        // After the running handler, if any: from then on no thread is about to deliver a message.
        serial.executeLater(() -> {
            source().drop();
            source().whenQuiet(() -> {
                long last = source().lastRead();
                callbacks.onLoop(() -> quiet.complete(last));
            });
        });
        return quiet;
    }

    @Override
    public CompletableFuture<Void> clear() {
        CompletableFuture<Void> cleared = new CompletableFuture<>();
        serial.executeLater(() -> source().whenQuiet(() -> {
            source().restart();
            callbacks.onLoop(() -> cleared.complete(null));
        }));
        return cleared;
    }

    @Override
    public CompletableFuture<OffsetSpec> startAt(Connection connection, Offset offset) {
        position.restart(offset);
        return start.before(connection).thenApply(nothing -> position.spec());
    }

    @Override
    public OffsetSpec startAfter(long offset) {
        position.restartAfter(offset);
        return position.spec();
    }

    @Override
    public OffsetSpec position() {
        return position.spec();
    }

    @Override
    public void proceed(Connection connection, LongConsumer first) {
        source().proceed();
        pendingOffsets.connected(connection);
        receiver.activate(connection, id, first);
    }

    @Override
    public void ended() {
        pendingOffsets.abandon(
                new IllegalStateException("the subscription to " + stream + " is no longer active in its group"));
    }

    @Override
    public void leave(String reason) {
        session.leave(reason);
    }

    @Override
    public void failed(Throwable error) {
        failed.accept(error);
    }
}
