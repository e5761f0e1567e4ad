package io.rbfly.client.connection;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.rbfly.client.api.connection.Address;
import io.rbfly.client.api.error.ClosedException;
import io.rbfly.client.api.error.ConnectionException;
import io.rbfly.client.api.error.StreamException;
import io.rbfly.client.config.ClientSettings;
import io.rbfly.client.event.Events;
import io.rbfly.client.loop.Timer;
import io.rbfly.protocol.command.OneWay;
import io.rbfly.protocol.command.Request;
import io.rbfly.protocol.command.Response;
import io.rbfly.protocol.command.StatusResponse;
import io.rbfly.protocol.command.UnknownCommand;
import io.rbfly.protocol.command.connection.Close;
import io.rbfly.protocol.command.connection.CommandVersions;
import io.rbfly.protocol.command.connection.Heartbeat;
import io.rbfly.protocol.command.connection.Tune;
import io.rbfly.protocol.command.publishing.PublishConfirm;
import io.rbfly.protocol.command.publishing.PublishError;
import io.rbfly.protocol.command.stream.MetadataUpdate;
import io.rbfly.protocol.command.subscribing.Deliver;
import io.rbfly.protocol.frame.Frame;
import io.rbfly.protocol.frame.FrameArrays;
import io.rbfly.protocol.frame.FrameEncoder;
import io.rbfly.protocol.wire.CommandKey;
import io.rbfly.protocol.wire.ResponseCode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * One connection to a node: takes requests and one-way commands, knows ids and futures, and nothing of streams. Used on
 * the event loop only.
 */
public final class Connection {
    private static final System.Logger LOG = System.getLogger(Connection.class.getName());

    /** Room for any command without a text of the application. */
    private static final int MIN_FRAME_MAX = 64;

    private final String name;
    private final Address address;
    private @Nullable Address advertised;
    private final Channel channel;
    private final Timer timer;
    private final ClientSettings settings;
    private final PendingRequests pending;
    private final CoalescedRequests questions;
    private final PushRouter router = new PushRouter();
    private final FrameArrays arrays = new FrameArrays();
    private final HeartbeatMonitor heartbeats;
    private final ConfirmMonitor confirms;
    private final CompletableFuture<Tune> tune = new CompletableFuture<>();
    private final CompletableFuture<CloseReason> closed = new CompletableFuture<>();
    private @Nullable CloseReason closeReason;
    private boolean closing;
    private boolean reading;
    private boolean flushWhenRead;
    private boolean publishes;
    private int frameMax = Integer.MAX_VALUE;
    private List<CommandVersions> brokerTakes = List.of();
    private Map<String, String> peerProperties = Map.of();

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
    }

    /**
     * Why a connection ended.
     *
     * @param byPeer whether the broker or the network ended it
     * @param cause null when the application asked for it
     */
    public record CloseReason(boolean byPeer, @Nullable ConnectionException cause) {
        /** What requests fail with that were under way. */
        public StreamException error() {
            return cause != null ? cause : new ClosedException("client is closed");
        }
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
        return this.advertised == null || this.advertised.equals(advertised);
    }

    /** The node that this leads to, as it advertises itself; what it was connected to when the node did not say. */
    public Address node() {
        return advertised != null ? advertised : address;
    }

    /** Whether the node said how it advertises itself. */
    public boolean isIdentified() {
        return advertised != null;
    }

    /** Largest frame that may be sent, its size field not counted. */
    public int frameMax() {
        return frameMax;
    }

    /** Whether the broker said that it takes this version of a command; brokers before 3.11 say nothing. */
    public boolean supports(CommandKey command, int version) {
        return brokerTakes.stream().anyMatch(versions -> versions.include(command.number(), version));
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
        ByteBuf buffer = Unpooled.buffer();
        int correlationId = pending.nextCorrelationId();
        try {
            FrameEncoder.encode(buffer, correlationId, request);
            checkSize(request.key(), buffer);
        } catch (RuntimeException e) {
            buffer.release();
            return CompletableFuture.failedFuture(e);
        }
        CompletableFuture<R> response = pending.add(correlationId, request);
        write(buffer);
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
        ByteBuf buffer = Unpooled.buffer();
        try {
            FrameEncoder.encode(buffer, command);
            checkSize(command.key(), buffer);
        } catch (RuntimeException e) {
            buffer.release();
            throw e;
        }
        write(buffer);
        flush();
    }

    private void checkSize(CommandKey command, ByteBuf frame) {
        int size = frame.readableBytes() - Integer.BYTES;
        if (size > frameMax) {
            throw new IllegalArgumentException(
                    command + ": " + size + " bytes (expected: at most " + frameMax + ", the agreed size of frames)");
        }
    }

    /** Writes a frame of messages that is encoded already, and releases it. */
    public void publish(ByteBuf frame) {
        assert isOnLoop();
        confirms.published();
        write(frame);
    }

    private void write(ByteBuf frame) {
        heartbeats.bytesWritten();
        channel.write(frame, channel.voidPromise());
    }

    /** Sends what was written: at once, or when all that was read is dealt with, so that answers leave together. */
    public void flush() {
        assert isOnLoop();
        if (reading) {
            flushWhenRead = true;
        } else {
            channel.flush();
        }
    }

    /** Whether it is likely that the broker does not read from this connection now. */
    public boolean isStalled() {
        return confirms.isStalled();
    }

    /**
     * Whether it has, or had, a publisher: brokers do not read from such a connection while they are short of disk or
     * memory.
     */
    public boolean publishes() {
        return publishes;
    }

    /** Takes an id for a publisher, -1 when all 256 are taken. */
    public int register(ConfirmListener publisher) {
        assert isOnLoop();
        publishes = true;
        return router.publishers().take(publisher);
    }

    /** Takes an id for a subscription, -1 when all 256 are taken. */
    public int register(DeliveryListener subscription) {
        assert isOnLoop();
        return router.subscriptions().take(subscription);
    }

    /** Gives the id of a publisher back, once the broker knows that it is free. */
    public void freePublisher(int id) {
        assert isOnLoop();
        router.publishers().free(id);
    }

    /** Gives the id of a subscription back, once the broker knows that it is free. */
    public void freeSubscription(int id) {
        assert isOnLoop();
        router.subscriptions().free(id);
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
        if (frameMax != 0 && frameMax < MIN_FRAME_MAX) {
            throw new ConnectionException(
                    "frames of " + frameMax + " bytes (expected: at least " + MIN_FRAME_MAX + ")", null);
        }
        this.frameMax = frameMax == 0 ? Integer.MAX_VALUE : frameMax;
        heartbeats.start(heartbeat);
    }

    /** What the node says of itself when a virtual host was opened. */
    public void opened(Map<String, String> properties) {
        String host = properties.get("advertised_host");
        String port = properties.get("advertised_port");
        if (host != null && port != null) {
            try {
                advertised = new Address(host, Integer.parseInt(port));
            } catch (IllegalArgumentException e) {
                LOG.log(System.Logger.Level.DEBUG, "{0}: advertises {1}:{2}", name, host, port);
            }
        }
    }

    /** What the broker said of itself in the handshake. */
    public Map<String, String> peerProperties() {
        return peerProperties;
    }

    public void peerProperties(Map<String, String> properties) {
        peerProperties = properties;
    }

    public void brokerTakes(List<CommandVersions> versions) {
        brokerTakes = versions;
    }

    void bytesRead(int bytes) {
        heartbeats.bytesRead(bytes);
        reading = true;
    }

    void readComplete() {
        reading = false;
        if (flushWhenRead) {
            flushWhenRead = false;
            channel.flush();
        }
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
        ByteBuf buffer = Unpooled.buffer();
        FrameEncoder.encode(buffer, correlationId, new StatusResponse(CommandKey.CLOSE, ResponseCode.OK));
        write(buffer);
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
