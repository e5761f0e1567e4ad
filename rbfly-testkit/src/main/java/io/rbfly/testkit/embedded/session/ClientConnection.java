package io.rbfly.testkit.embedded.session;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.rbfly.protocol.command.StatusResponse;
import io.rbfly.protocol.command.UnknownCommand;
import io.rbfly.protocol.command.connection.Heartbeat;
import io.rbfly.protocol.command.stream.Metadata;
import io.rbfly.protocol.command.stream.MetadataUpdate;
import io.rbfly.protocol.frame.Frame;
import io.rbfly.protocol.frame.FrameDecoder;
import io.rbfly.protocol.wire.CommandKey;
import io.rbfly.protocol.wire.ProtocolException;
import io.rbfly.protocol.wire.ResponseCode;
import io.rbfly.testkit.embedded.cluster.ClusterState;
import io.rbfly.testkit.embedded.cluster.Node;
import io.rbfly.testkit.embedded.cluster.NodeConnection;
import io.rbfly.testkit.embedded.cluster.Permissions;
import io.rbfly.testkit.embedded.cluster.ReplicatedStream;
import io.rbfly.testkit.embedded.cluster.VirtualHost;
import io.rbfly.testkit.embedded.session.channel.Closing;
import io.rbfly.testkit.embedded.session.channel.FrameInput;
import io.rbfly.testkit.embedded.session.channel.FrameOutput;
import io.rbfly.testkit.embedded.session.channel.Heartbeats;
import io.rbfly.testkit.embedded.session.channel.NodeTimers;
import io.rbfly.testkit.embedded.session.handshake.Handshake;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The connection of one client to a node: from the handshake to its end. While the node is frozen, nothing of this
 * happens.
 */
public final class ClientConnection extends ChannelInboundHandlerAdapter
        implements NodeConnection, FrameInput.Receiver {
    private final ClusterState cluster;
    private final Node node;
    private final Function<Node, Metadata.Broker> addresses;
    private final Channel channel;
    private final FrameInput input;
    private final FrameOutput output;
    private final NodeTimers timers;
    private final Closing closing;
    private final Handshake handshake;
    private final Heartbeats heartbeats;
    private final Publishers publishers;
    private final Subscriptions subscriptions;
    private final KnownLeaders leaders = new KnownLeaders(this);
    private final RequestHook hook;
    private @Nullable OpenSession session;
    private boolean blocked;
    private boolean silent;
    private boolean released;

    /** @param addresses the address of a node for clients, with its reference */
    public ClientConnection(
            ClusterState cluster, Node node, Function<Node, Metadata.Broker> addresses, Channel channel) {
        this.cluster = cluster;
        this.node = node;
        this.addresses = addresses;
        this.channel = channel;
        this.input = new FrameInput(node, Handshake.FIRST_FRAME_MAX, this);
        this.output = new FrameOutput(channel);
        this.timers = new NodeTimers(channel.eventLoop(), node);
        this.heartbeats =
                new Heartbeats(timers, output::frames, input::bytes, this::sendHeartbeat, this::clientIsSilent);
        this.closing = new Closing(output, timers, heartbeats::stop);
        Metadata.Broker address = addresses.apply(node);
        Map<String, String> properties = new LinkedHashMap<>(); // in an order that is the same in each JVM
        properties.put("advertised_host", address.host());
        properties.put("advertised_port", Integer.toString(address.port()));
        this.handshake = new Handshake(cluster, node, channel, output, timers, closing, properties, heartbeats::start);
        this.publishers = new Publishers(this, output, this::decideReading);
        ConsumerUpdates updates = new ConsumerUpdates(timers, output, cluster.requestTimeout(), closing::drop);
        this.subscriptions = new Subscriptions(this, output, updates);
        this.hook = new RequestHook(cluster.faults().requests(), node, timers, closing, this::delayedExecuted);
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        cluster.add(this);
        node.run(handshake::start);
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        input.segment((ByteBuf) message);
    }

    @Override
    public void frame(ByteBuf frame, boolean owned) {
        try {
            if (closing.isOver()) {
                afterEnd(frame);
            } else if (hook.holds(frame)) {
                return;
            } else if (session != null) {
                session.received(frame);
            } else {
                shakeHands(FrameDecoder.fromClientStrictly(frame));
            }
        } catch (RuntimeException e) {
            closing.drop(); // as an error in a broker ends the process of a connection, and only this
        }
    }

    /** A command that was delayed has been executed: those that were held behind it are next. */
    private void delayedExecuted() {
        segmentEnded();
        for (ByteBuf next = hook.nextHeld(); next != null; next = hook.nextHeld()) {
            frame(next, true);
        }
        segmentEnded();
    }

    @Override
    public void tooLarge(int size, int limit) {
        if (closing.isOver()) {
            return;
        }
        if (session == null) {
            closing.drop();
        } else {
            closing.closeWith(ResponseCode.FRAME_TOO_LARGE, "frame too large");
        }
    }

    private void afterEnd(ByteBuf frame) {
        closing.received(isCloseAnswer(frame));
    }

    private static boolean isCloseAnswer(ByteBuf frame) {
        try {
            Frame decoded = FrameDecoder.fromClientStrictly(frame);
            return decoded.command() instanceof StatusResponse response && response.key() == CommandKey.CLOSE;
        } catch (ProtocolException e) {
            return false; // whatever it is, the connection is closed anyway
        }
    }

    private void shakeHands(Frame frame) {
        if (frame.command() instanceof UnknownCommand) {
            closing.drop();
        } else if (!hook.isActive()
                || !hook.applies(
                        frame.command().key(),
                        List.of(),
                        code -> Refusals.send(output, frame, code),
                        () -> handshake.received(frame))) {
            handshake.received(frame);
        }
    }

    @Override
    public void segmentEnded() {
        closing.segmentEnded();
        publishers.segmentEnded();
        if (session == null) {
            handshake.segmentEnded();
            if (handshake.isDone()) {
                input.frameLimit(handshake.frameMax());
                session = open();
            }
        }
        decideReading();
    }

    private OpenSession open() {
        VirtualHost virtualHost = handshake.virtualHost();
        Supplier<Permissions> permissions = () -> handshake.user().permissions();
        StreamRequests answers = new StreamRequests(cluster, node, virtualHost, permissions, leaders, addresses);
        Requests requests = new Requests(
                cluster, virtualHost, permissions, answers, publishers, subscriptions, leaders, output, this);
        CommandStreams streams = new CommandStreams(publishers, subscriptions);
        return new OpenSession(handshake, requests, publishers, output, closing, hook, streams);
    }

    /**
     * Reads from the client, unless it publishes too much, or to a broker that has an alarm, or does not read itself.
     */
    private void decideReading() {
        decideBlocking();
        channel.config().setAutoRead(!blocked && channel.isWritable() && !input.isHolding());
    }

    private void decideBlocking() {
        boolean wasBlocked = blocked;
        blocked = publishers.isFull() || cluster.faults().alarm() && !publishers.isEmpty();
        if (blocked && !wasBlocked) {
            heartbeats.suspend();
        } else if (!blocked && wasBlocked) {
            heartbeats.resume();
        }
    }

    @Override
    public void holdingChanged() {
        decideReading();
    }

    /** What arrives first after the beginning of an alarm is still read, since the broker has asked for it before. */
    @Override
    public void alarmChanged() {
        node.run(() -> {
            decideBlocking();
            if (!blocked) {
                decideReading();
            }
        });
    }

    private void sendHeartbeat() {
        if (session == null) {
            closing.drop();
        } else {
            output.send(new Heartbeat());
        }
    }

    /** A broker that cannot write notices only later that it has heard nothing. */
    private void clientIsSilent() {
        if (channel.isWritable()) {
            closing.drop();
        } else {
            silent = true;
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        node.run(() -> {
            if (silent && channel.isWritable() && !closing.isOver()) {
                closing.drop();
            } else if (!closing.isOver()) {
                decideReading();
            }
        });
        context.fireChannelWritabilityChanged();
    }

    @Override
    public void streamUnavailable(ReplicatedStream stream) {
        boolean published = publishers.forget(stream);
        boolean read = subscriptions.forget(stream);
        boolean known = leaders.forget(stream);
        if (published || read || known) {
            output.send(new MetadataUpdate(ResponseCode.STREAM_NOT_AVAILABLE, stream.name()));
            decideReading();
        }
    }

    @Override
    public Node node() {
        return node;
    }

    @Override
    public String name() {
        return handshake.connectionName();
    }

    @Override
    public void cut() {
        channel.close();
    }

    @Override
    public void close(ResponseCode code, String reason) {
        if (closing.isOver()) {
            return;
        }
        if (session == null) {
            closing.drop();
        } else {
            closing.closeWith(code, reason);
        }
    }

    @Override
    public void nodeStopped() {
        release();
        channel.close();
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        node.run(this::release);
        context.fireChannelInactive();
    }

    /** Forgets everything, as when the process of a connection ends. */
    private void release() {
        if (!released) {
            released = true;
            if (!closing.isOver()) {
                closing.drop();
            }
            heartbeats.stop();
            input.close();
            publishers.close();
            subscriptions.close();
            leaders.close();
            cluster.remove(this);
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        channel.close();
    }
}
