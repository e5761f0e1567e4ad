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
import io.rbfly.protocol.frame.Frame;
import io.rbfly.protocol.frame.FrameArrays;
import io.rbfly.protocol.wire.CommandKey;
import io.rbfly.protocol.wire.ResponseCode;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A connection to a node. It sends requests and one-way commands and manages ids and futures; it does not know streams.
 * Used on the event loop only.
 */
public final class Connection {
    private static final System.Logger LOG = System.getLogger(Connection.class.getName());

    private final String name;
    private final Address address;
    private final Peer peer = new Peer();
    private final Channel channel;
    private final Timer timer;
    private final ClientSettings settings;
    private final ReadProgress arrivals;
    private final PendingRequests pending;
    private final CoalescedRequests questions;
    private final PushRouter router;
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
        this.arrivals = new ReadProgress();
        this.pending = new PendingRequests(timer, settings.requestTimeout(), () -> WriteProgress.of(channel), arrivals);
        this.questions = new CoalescedRequests(this, channel.eventLoop());
        this.confirms = new ConfirmMonitor(name, timer, settings.listener());
        this.router = new PushRouter(confirms, arrivals);
        this.heartbeats = new HeartbeatMonitor(timer, this::sendHeartbeat, this::peerIsSilent);
        this.writer = new FrameWriter(channel, heartbeats::bytesWritten);
    }

    /** The name of the connection. */
    public String name() {
        return name;
    }

    /** The address to which it was connected. */
    public Address address() {
        return address;
    }

    /** Whether this may be the node that advertises an address. A node that did not send its address may be any. */
    public boolean isTo(Address advertised) {
        return peer.advertised() == null || advertised.equals(peer.advertised());
    }

    /** The address that the node advertises; the one to which it was connected if the node did not send its address. */
    public Address node() {
        Address advertised = peer.advertised();
        return advertised != null ? advertised : address;
    }

    /** The maximum size of a frame that may be sent, without its size field. */
    public int frameMax() {
        return writer.frameMax();
    }

    /** What the node sent about itself. */
    public Peer peer() {
        return peer;
    }

    /** Whether the broker supports this version of a command; brokers before 3.11 do not report versions. */
    public boolean supports(CommandKey command, int version) {
        return peer.supports(command, version);
    }

    /** Completes normally when the connection has ended, whatever the reason. */
    public CompletableFuture<CloseReason> closed() {
        return closed;
    }

    /** Whether somebody waits for the response to a request. */
    public boolean isAwaitingResponses() {
        return !pending.isEmpty() || !questions.isEmpty();
    }

    /** Whether the channel can send more bytes without buffering them. */
    public boolean isWritable() {
        return channel.isWritable();
    }

    /**
     * Sends a request.
     *
     * @return a future that completes with the response, whatever its code; it completes exceptionally with
     *     <ul>
     *       <li>{@link ConnectionException} if the connection is lost;
     *       <li>{@link io.rbfly.client.api.error.ClosedException} if the client is closed;
     *       <li>{@link io.rbfly.client.api.error.RequestTimeoutException} if the broker does not answer in time;
     *       <li>{@link IllegalArgumentException} if the request is larger than the negotiated frame size.
     *     </ul>
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
        arrivals.sent(request);
        writer.write(frame, () -> pending.written(correlationId));
        flush();
        return response;
    }

    /** Sends a request and fails its future if the code is not OK; {@code what} is for the message of the exception. */
    public <R extends Response> CompletableFuture<R> require(String what, Request<R> request) {
        return request(request).thenApply(response -> {
            if (response.code() != ResponseCode.OK) {
                throw Refusals.of(what, response.code());
            }
            return response;
        });
    }

    /**
     * Sends a query, once for all callers that send the same query in this iteration of the event loop, and after what
     * they sent before.
     *
     * @return a future as for {@link #request}
     */
    public <R extends Response> CompletableFuture<R> ask(Request<R> question) {
        assert isOnLoop();
        return questions.ask(question);
    }

    /** Sends a command that has no response. */
    public void send(OneWay command) {
        assert isOnLoop();
        arrivals.sent(command);
        writer.write(writer.encode(command));
        flush();
    }

    /** Responds to a request of the broker. */
    public void respond(int correlationId, Response response) {
        assert isOnLoop();
        writer.write(writer.encode(correlationId, response));
        flush();
    }

    /** Writes an encoded frame of messages, and releases it. */
    public void publish(ByteBuf frame) {
        assert isOnLoop();
        confirms.published();
        writer.write(frame);
    }

    /**
     * Flushes what was written: immediately, or when all bytes that were read are processed, so that responses are sent
     * together.
     */
    public void flush() {
        assert isOnLoop();
        writer.flush();
    }

    /** Whether the broker probably does not read from this connection at present. */
    public boolean isStalled() {
        return confirms.isStalled();
    }

    /** Dispatches what the broker sends without a request. */
    public PushRouter router() {
        assert isOnLoop();
        return router;
    }

    /** Takes back the array of a chunk that is no longer used, for another chunk. */
    public void reuse(byte[] array) {
        assert isOnLoop();
        arrays.giveBack(array);
    }

    /** Closes the connection at the broker, and then the channel when the broker has answered. */
    public CompletableFuture<CloseReason> close() {
        assert isOnLoop();
        if (!closing && channel.isActive()) {
            closing = true;
            reason(new CloseReason(false, null));
            request(new Close(ResponseCode.OK, "OK")).whenComplete((response, error) -> channel.close());
        }
        return closed;
    }

    /** Ends the connection immediately because of a failure in this client. */
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

    /** An error in this client itself, which is caused neither by the broker nor by the network. */
    void defect(Throwable cause) {
        LOG.log(System.Logger.Level.ERROR, name + ": error inside the client; the connection is closed", cause);
        fail("error inside the client: " + cause, cause);
    }

    /** Whether the calling thread is the event loop, to which the state of this class belongs. */
    private boolean isOnLoop() {
        return channel.eventLoop().inEventLoop() || channel.eventLoop().isShutdown();
    }

    /** The arrays for received chunks. */
    FrameArrays arrays() {
        return arrays;
    }

    /** The broker's proposal, during the handshake. */
    public CompletableFuture<Tune> tune() {
        return tune;
    }

    /** The handshake has succeeded. */
    public void agreed(int frameMax, Duration heartbeat) {
        writer.frameMax(frameMax);
        heartbeats.start(heartbeat);
    }

    void bytesRead(int bytes) {
        heartbeats.bytesRead(bytes);
        arrivals.bytesRead(bytes);
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
            // The pool and other listeners are notified before requests fail, so that this connection is not used
            // again.
            closed.complete(reason);
            tune.completeExceptionally(reason.error());
            pending.failAll(reason.error());
        }
    }

    /** Processes a frame from the broker. */
    void receive(Frame frame) {
        assert isOnLoop();
        heartbeats.frameRead();
        if (router.receive(frame)) {
            return;
        } else if (frame.command() instanceof Response response) {
            pending.complete(frame.correlationId(), response);
        } else if (frame.command() instanceof Heartbeat) {
            settings.listener().accept(new Events.HeartbeatReceived(name));
        } else if (frame.command() instanceof Tune proposal) {
            tune.complete(proposal);
        } else if (frame.command() instanceof Close close) {
            closedByBroker(frame.correlationId(), close);
        } else if (frame.command() instanceof UnknownCommand unknown) {
            LOG.log(System.Logger.Level.DEBUG, "{0}: {1} ignored", name, unknown);
        }
        // A refused credit is left, which is normal after a subscription has ended, or while it is not the active one.
    }

    private void closedByBroker(int correlationId, Close close) {
        reason(new CloseReason(
                true, new ConnectionException("connection closed by the broker: " + close.reason(), null)));
        respond(correlationId, new StatusResponse(CommandKey.CLOSE, ResponseCode.OK));
        // The broker closes the connection now. If it does not, this client does.
        timer.schedule(settings.requestTimeout(), channel::close);
    }

    /** Sets the reason. Only the first one counts; later ones are its consequences. */
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
