package io.rbfly.testkit.embedded.session.handshake;

import io.netty.channel.Channel;
import io.rbfly.protocol.command.connection.Heartbeat;
import io.rbfly.protocol.command.connection.Open;
import io.rbfly.protocol.command.connection.PeerProperties;
import io.rbfly.protocol.command.connection.SaslAuthenticate;
import io.rbfly.protocol.command.connection.SaslHandshake;
import io.rbfly.protocol.command.connection.Tune;
import io.rbfly.protocol.frame.Frame;
import io.rbfly.protocol.wire.ResponseCode;
import io.rbfly.testkit.embedded.cluster.ClusterState;
import io.rbfly.testkit.embedded.cluster.Node;
import io.rbfly.testkit.embedded.cluster.User;
import io.rbfly.testkit.embedded.cluster.VirtualHost;
import io.rbfly.testkit.embedded.session.channel.Closing;
import io.rbfly.testkit.embedded.session.channel.FrameOutput;
import io.rbfly.testkit.embedded.session.channel.NodeTimers;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The steps from the first frame to an open virtual host, protocol section 4.
 *
 * <p>Each frame is answered, in any order; only after all frames that were read at once, the broker looks whether they
 * led from one step to the next. This is why most frames that are sent too early are answered before the connection is
 * closed, and why Open may follow Tune at once.
 */
public final class Handshake {
    /** The largest frame before the connection is open. */
    public static final int FIRST_FRAME_MAX = 8_192;

    private static final Duration STEP_TIMEOUT = Duration.ofSeconds(10);

    private final ClusterState cluster;
    private final Node node;
    private final FrameOutput output;
    private final NodeTimers timers;
    private final Closing closing;
    private final Map<String, String> connectionProperties;
    private final Authentication authentication;
    private final IntConsumer heartbeats;
    private Map<String, String> clientProperties = Map.of();
    private Step completed = Step.NONE;
    private Step reached = Step.NONE;
    private NodeTimers.@Nullable Timer timeout;
    private int frameMax;
    private boolean tuned;
    private String mechanism = "";
    private @Nullable User user;
    private @Nullable VirtualHost virtualHost;

    private enum Step {
        NONE,
        PEER_PROPERTIES,
        SASL_HANDSHAKE,
        SASL_AUTHENTICATE,
        TUNE,
        OPEN;

        private Set<Step> next() {
            return switch (this) {
                case NONE -> EnumSet.of(NONE, PEER_PROPERTIES);
                case PEER_PROPERTIES -> EnumSet.of(PEER_PROPERTIES, SASL_HANDSHAKE);
                case SASL_HANDSHAKE -> EnumSet.of(SASL_HANDSHAKE, SASL_AUTHENTICATE);
                case SASL_AUTHENTICATE -> EnumSet.of(SASL_AUTHENTICATE, TUNE, OPEN);
                case TUNE, OPEN -> EnumSet.of(TUNE, OPEN);
            };
        }
    }

    /**
     * Creates a handshake that waits for its first frame.
     *
     * @param connectionProperties what a client learns of the node when it opens a virtual host
     * @param heartbeats starts heartbeats with an interval in seconds
     */
    public Handshake(
            ClusterState cluster,
            Node node,
            Channel channel,
            FrameOutput output,
            NodeTimers timers,
            Closing closing,
            Map<String, String> connectionProperties,
            IntConsumer heartbeats) {
        this.cluster = cluster;
        this.node = node;
        this.frameMax = cluster.frameMax();
        this.output = output;
        this.timers = timers;
        this.closing = closing;
        this.connectionProperties = connectionProperties;
        this.authentication = new Authentication(cluster, channel);
        this.heartbeats = heartbeats;
    }

    /** The client is connected, and has a limited time for each step. */
    public void start() {
        if (timeout != null) {
            timeout.cancel();
        }
        timeout = timers.after(STEP_TIMEOUT, () -> {
            if (!closing.isOver()) {
                closing.drop();
            }
        });
    }

    /** The client sent a frame. */
    public void received(Frame frame) {
        int id = frame.correlationId();
        if (frame.command() instanceof PeerProperties request) {
            clientProperties = request.properties();
            output.respond(id, new PeerProperties.Reply(ResponseCode.OK, BrokerIdentity.properties()));
            reached = Step.PEER_PROPERTIES;
        } else if (frame.command() instanceof SaslHandshake) {
            output.respond(id, new SaslHandshake.Reply(ResponseCode.OK, authentication.mechanisms()));
            reached = Step.SASL_HANDSHAKE;
        } else if (frame.command() instanceof SaslAuthenticate request) {
            authenticate(id, request);
        } else if (frame.command() instanceof Tune tune && !tuned) {
            tuned = true;
            int proposed = cluster.frameMax();
            frameMax = tune.frameMax() == 0 ? proposed : Math.min(proposed, tune.frameMax());
            heartbeats.accept(tune.heartbeatSeconds());
            reached = Step.TUNE;
        } else if (frame.command() instanceof Open request && user != null) {
            open(id, request);
        } else if (!(frame.command() instanceof Heartbeat)) {
            closing.drop();
        }
    }

    /** All frames of what was read at once were passed on. */
    public void segmentEnded() {
        if (closing.isOver() || completed == reached) {
            return;
        } else if (!completed.next().contains(reached)) {
            closing.drop();
            return;
        }
        completed = reached;
        start();
        if (completed == Step.SASL_AUTHENTICATE) {
            output.send(new Tune(cluster.frameMax(), cluster.heartbeatSeconds()));
        } else if (completed == Step.OPEN && timeout != null) {
            timeout.cancel();
        }
    }

    /** Whether the virtual host is open, and further commands are allowed. */
    public boolean isDone() {
        return completed == Step.OPEN;
    }

    private void authenticate(int id, SaslAuthenticate request) {
        Authentication.Result result = authentication.check(request);
        if (result.code().equals(ResponseCode.AUTHENTICATION_FAILURE)) {
            closing.refuse(id, new SaslAuthenticate.Reply(result.code()));
            return;
        }
        output.respond(id, new SaslAuthenticate.Reply(result.code()));
        if (result.user() == null) {
            closing.drop();
            return;
        }
        user = result.user();
        mechanism = request.mechanism();
        reached = Step.SASL_AUTHENTICATE;
    }

    private void open(int id, Open request) {
        virtualHost = cluster.virtualHost(request.virtualHost());
        if (virtualHost == null || cluster.isCrowded(node)) {
            closing.refuse(id, new Open.Reply(ResponseCode.VIRTUAL_HOST_ACCESS_FAILURE, Map.of()));
            return;
        }
        output.respond(id, new Open.Reply(ResponseCode.OK, connectionProperties));
        reached = Step.OPEN;
    }

    /**
     * Logs in again, as with a new token: scale-out section 5. Everything but success ends the connection.
     *
     * @return whether the user may have other permissions now
     */
    public boolean authenticateAgain(int id, SaslAuthenticate request) {
        Authentication.Result result = request.mechanism().equals(mechanism)
                ? authentication.check(request)
                : new Authentication.Result(ResponseCode.SASL_CANNOT_CHANGE_MECHANISM, null);
        ResponseCode code = result.code();
        User found = result.user();
        if (found != null && !found.name().equals(user().name())) {
            code = ResponseCode.SASL_CANNOT_CHANGE_USERNAME;
        }
        if (code.equals(ResponseCode.OK) && found != null) {
            user = found;
            output.respond(id, new SaslAuthenticate.Reply(code));
            return true;
        } else if (code.equals(ResponseCode.SASL_ERROR)) {
            output.respond(id, new SaslAuthenticate.Reply(code));
            closing.drop();
        } else {
            closing.refuse(id, new SaslAuthenticate.Reply(code));
        }
        return false;
    }

    /** The largest frame that the client may send once the connection is open. */
    public int frameMax() {
        return frameMax;
    }

    /** The name that the client gave to the connection; empty for none. */
    public String connectionName() {
        return clientProperties.getOrDefault("connection_name", "");
    }

    /** The user who has logged in. */
    public User user() {
        if (user == null) {
            throw new IllegalStateException("not logged in");
        }
        return user;
    }

    /** The virtual host that was opened. */
    public VirtualHost virtualHost() {
        if (virtualHost == null) {
            throw new IllegalStateException("not open");
        }
        return virtualHost;
    }
}
