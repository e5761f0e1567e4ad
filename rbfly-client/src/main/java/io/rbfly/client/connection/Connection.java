package io.rbfly.client.connection;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.rbfly.client.api.connection.Address;
import io.rbfly.client.api.error.ConnectionException;
import io.rbfly.client.config.ClientSettings;
import io.rbfly.client.event.Events;
import io.rbfly.client.loop.Timer;
import io.rbfly.protocol.command.OneWay;
import io.rbfly.protocol.command.Request;
import io.rbfly.protocol.command.Response;
import io.rbfly.protocol.command.StatusResponse;
import io.rbfly.protocol.command.UnknownCommand;
import io.rbfly.protocol.command.connection.Close;
import io.rbfly.protocol.command.connection.Heartbeat;
import io.rbfly.protocol.command.connection.Tune;
import io.rbfly.protocol.command.publishing.PublishConfirm;
import io.rbfly.protocol.command.publishing.PublishError;
import io.rbfly.protocol.command.stream.MetadataUpdate;
import io.rbfly.protocol.command.subscribing.Deliver;
import io.rbfly.protocol.frame.Frame;
import io.rbfly.protocol.frame.FrameArrays;
import io.rbfly.protocol.wire.CommandKey;
import io.rbfly.protocol.wire.ResponseCode;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * One connection to a node: takes requests and one-way commands, knows ids and futures, and nothing of streams. Used on
 * the event loop only.
 */
public final class Connection {
    private static final System.Logger LOG = System.getLogger(Connection.class.getName());

    private final String name;
    private final Address address;
    private final Peer peer = new Peer();
    private final Channel channel;
    private final Timer timer;
    private final ClientSettings settings;
    private final PendingRequests pending;
    private final CoalescedRequests questions;
    private final PushRouter router = new PushRouter();
    private final FrameArrays arrays = new FrameArrays();
    private final HeartbeatMonitor heartbeats;
    private final FrameWriter writer;
    private final ConfirmMonitor confirms;
    private final CompletableFuture<Tune> tune = new CompletableFuture<>();
    private final CompletableFuture<CloseReason> closed = new CompletableFuture<>();
    private @Nullable CloseReason closeReason;
    private boolean closing;

    public Connection(String name, Address address, Channel channel, Timer timer, ClientSettings settings) {
        this.name = name;
        this.address = address;
        this.channel = channel;
        this.timer = timer;
        this.settings = settings;
        this.pending = new PendingRequests(timer, settings.requestTimeout());
        this.questions = new CoalescedRequests(this, channel.eventLoop());
        this.confirms = new ConfirmMonitor(name, timer, settings.listener());
        this.heartbeats = new HeartbeatMonitor(timer, this::sendHeartbeat, this::peerIsSilent);
        this.writer = new FrameWriter(channel, heartbeats::bytesWritten);
    }

    /** The connection's name. */
    public String name() {
        return name;
    }

    /** What it was connected to. */
    public Address address() {
        return address;
    }

    /** Whether this may be the node that advertises an address. One that did not say what it advertises may be any. */
    public boolean isTo(Address advertised) {
        return peer.advertised() == null || advertised.equals(peer.advertised());
    }

    /** The node that this leads to, as it advertises itself; what it was connected to when the node did not say. */
    public Address node() {
        Address advertised = peer.advertised();
        return advertised != null ? advertised : address;
    }

    /** Whether the node said how it advertises itself. */
    public boolean isIdentified() {
        return peer.advertised() != null;
    }

    /** Largest frame that may be sent, its size field not counted. */
    public int frameMax() {
        return writer.frameMax();
    }

    /** What the node said of itself. */
    public Peer peer() {
        return peer;
    }

    /** Whether the broker said that it takes this version of a command; brokers before 3.11 say nothing. */
    public boolean supports(CommandKey command, int version) {
        return peer.supports(command, version);
    }

    /** Completes normally when the connection is gone, by whatever cause. */
    public CompletableFuture<CloseReason> closed() {
        return closed;
    }

    /** Whether the channel takes more bytes without piling them up. */
    public boolean isWritable() {
        return channel.isWritable();
    }

    /**
     * Sends a request.
     *
     * @return a future of its response, whatever the response's code, or of {@link ConnectionException}, or of
     *     {@link io.rbfly.client.api.error.RequestTimeoutException}, or of {@link IllegalArgumentException} when it is
     *     larger than the frames that were agreed on
     */
    public <R extends Response> CompletableFuture<R> request(Request<R> request) {
        assert isOnLoop();
        if (!channel.isActive()) {
            return CompletableFuture.failedFuture(
                    closeReason != null ? closeReason.error() : new ConnectionException("connection is closed", null));
        }
        int correlationId = pending.nextCorrelationId();
        ByteBuf frame;
        try {
            frame = writer.encode(correlationId, request);
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
        CompletableFuture<R> response = pending.add(correlationId, request);
        writer.write(frame);
        flush();
        return response;
    }

    /** Sends a request and fails the future when its code is not OK; {@code what} is for the error's message. */
    public <R extends Response> CompletableFuture<R> require(String what, Request<R> request) {
        return request(request).thenApply(response -> {
            if (response.code() != ResponseCode.OK) {
                throw Refusals.of(what, response.code());
            }
            return response;
        });
    }

    /**
     * Sends a request that only asks for something, once for all who ask the same in this turn of the event loop:
     * behind what they sent before.
     *
     * @return a future as that of {@link #request}
     */
    public <R extends Response> CompletableFuture<R> ask(Request<R> question) {
        assert isOnLoop();
        return questions.ask(question);
    }

    /** Sends a command that has no response. */
    public void send(OneWay command) {
        assert isOnLoop();
        writer.write(writer.encode(command));
        flush();
    }

    /** Writes a frame of messages that is encoded already, and releases it. */
    public void publish(ByteBuf frame) {
        assert isOnLoop();
        confirms.published();
        writer.write(frame);
    }

    /** Sends what was written: at once, or when all that was read is processed, so that answers leave together. */
    public void flush() {
        assert isOnLoop();
        writer.flush();
    }

    /** Whether it is likely that the broker does not read from this connection now. */
    public boolean isStalled() {
        return confirms.isStalled();
    }

    /** Who gets what the broker sends unasked. */
    public PushRouter router() {
        assert isOnLoop();
        return router;
    }

    /** Takes the array of a chunk back at which nobody will look any more, for another chunk. */
    public void reuse(byte[] array) {
        assert isOnLoop();
        arrays.giveBack(array);
    }

    /** Says good-bye to the broker and closes the channel when it answered. */
    public CompletableFuture<CloseReason> close() {
        assert isOnLoop();
        if (!closing && channel.isActive()) {
            closing = true;
            reason(new CloseReason(false, null));
            request(new Close(ResponseCode.OK, "OK")).whenComplete((response, error) -> channel.close());
        }
        return closed;
    }

    /** Ends the connection at once because of what went wrong on this side. */
    public void fail(String what, @Nullable Throwable cause) {
        assert isOnLoop();
        reason(new CloseReason(false, new ConnectionException(what, cause)));
        channel.close();
    }

    /** As {@link #fail(String, Throwable)}, with the message of the cause. */
    public void fail(Throwable cause) {
        fail(String.valueOf(cause.getMessage()), cause);
    }

    /** The network failed. */
    public void broken(Throwable cause) {
        assert isOnLoop();
        reason(new CloseReason(true, new ConnectionException("connection lost: " + cause.getMessage(), cause)));
        channel.close();
    }

    /** Something went wrong in this client itself, for which neither the broker nor the network is to blame. */
    void defect(Throwable cause) {
        LOG.log(System.Logger.Level.ERROR, name + ": error inside the client; the connection is closed", cause);
        fail("error inside the client: " + cause, cause);
    }

    /** The channel, its loop and all that is here belong to one thread. */
    private boolean isOnLoop() {
        return channel.eventLoop().inEventLoop() || channel.eventLoop().isShutdown();
    }

    /** Where chunks are put that the broker sends. */
    FrameArrays arrays() {
        return arrays;
    }

    /** The broker's proposal, during the handshake. */
    public CompletableFuture<Tune> tune() {
        return tune;
    }

    /** The handshake is done. */
    public void agreed(int frameMax, Duration heartbeat) {
        writer.frameMax(frameMax);
        heartbeats.start(heartbeat);
    }

    void bytesRead(int bytes) {
        heartbeats.bytesRead(bytes);
        writer.reading();
    }

    void readComplete() {
        writer.readComplete();
    }

    void writabilityChanged() {
        if (channel.isWritable()) {
            router.writable();
        }
    }

    void inactive() {
        heartbeats.stop();
        confirms.stop();
        reason(new CloseReason(true, new ConnectionException("connection closed by the broker", null)));
        CloseReason reason = closeReason;
        if (reason != null) {
            // Those who keep connections hear of it first, so that nobody gets this one again.
            closed.complete(reason);
            tune.completeExceptionally(reason.error());
            pending.failAll(reason.error());
        }
    }

    /** Takes what the broker sent. */
    void receive(Frame frame) {
        assert isOnLoop();
        heartbeats.frameRead();
        if (frame.command() instanceof Deliver deliver) {
            router.deliver(deliver);
        } else if (frame.command() instanceof PublishConfirm confirm) {
            confirms.answered();
            router.confirmed(confirm);
        } else if (frame.command() instanceof Response response) {
            pending.complete(frame.correlationId(), response);
        } else if (frame.command() instanceof PublishError error) {
            confirms.answered();
            router.refused(error);
        } else if (frame.command() instanceof MetadataUpdate update) {
            router.dropped(update);
        } else if (frame.command() instanceof Heartbeat) {
            settings.listener().accept(new Events.HeartbeatReceived(name));
        } else if (frame.command() instanceof Tune proposal) {
            tune.complete(proposal);
        } else if (frame.command() instanceof Close close) {
            closedByBroker(frame.correlationId(), close);
        } else if (frame.command() instanceof UnknownCommand unknown) {
            LOG.log(System.Logger.Level.DEBUG, "{0}: {1} ignored", name, unknown);
        }
        // What is left is a refused credit: normal when a subscription has just ended.
    }

    private void closedByBroker(int correlationId, Close close) {
        reason(new CloseReason(
                true, new ConnectionException("connection closed by the broker: " + close.reason(), null)));
        writer.write(writer.encode(correlationId, new StatusResponse(CommandKey.CLOSE, ResponseCode.OK)));
        flush();
        // The broker closes now. Should it not, this side does.
        timer.schedule(settings.requestTimeout(), channel::close);
    }

    /** The first reason is the true one; what follows are its consequences. */
    private void reason(CloseReason reason) {
        if (closeReason == null) {
            closeReason = reason;
        }
    }

    private void sendHeartbeat() {
        send(new Heartbeat());
        settings.listener().accept(new Events.HeartbeatSent(name));
    }

    private void peerIsSilent() {
        fail("nothing read for two heartbeat intervals", null);
    }
}
