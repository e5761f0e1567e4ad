package io.rbfly.testkit.embedded.session;

import io.netty.channel.embedded.EmbeddedChannel;
import io.rbfly.protocol.command.stream.Metadata;
import io.rbfly.testkit.embedded.cluster.ClusterState;
import io.rbfly.testkit.embedded.cluster.Node;
import io.rbfly.testkit.embedded.cluster.Permissions;
import io.rbfly.testkit.embedded.cluster.User;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A cluster without sockets whose time the test moves, and clients that exchange bytes with it. */
final class TestCluster {
    private static final Duration STEP = Duration.ofMillis(100);
    private static final int ROUNDS = 20;

    private final EmbeddedChannel loop = channel();
    private final List<EmbeddedChannel> channels = new ArrayList<>(List.of(loop));
    private final List<RawClient> clients = new ArrayList<>();
    private final ClusterState state;
    private long timestamp = 0x1a2056eed19L;

    TestCluster(String... nodes) {
        state = new ClusterState(
                loop.eventLoop(),
                () -> Instant.ofEpochMilli(timestamp),
                1 << 26,
                nodes.length == 0 ? List.of("rabbit@a") : List.of(nodes));
        state.addUser(new User("guest", "guest", Permissions.ALL));
    }

    private static EmbeddedChannel channel() {
        EmbeddedChannel channel = new EmbeddedChannel();
        channel.freezeTime();
        return channel;
    }

    ClusterState state() {
        return state;
    }

    Node node() {
        return state.nodes().get(0);
    }

    /** Sets the time that chunks have, in milliseconds. */
    void timestamp(long millis) {
        timestamp = millis;
    }

    /** A client that has not sent anything. */
    RawClient connect() {
        return connect(node());
    }

    RawClient connect(Node node) {
        EmbeddedChannel channel = channel();
        channels.add(channel);
        channel.pipeline().addLast(new ClientConnection(state, node, TestCluster::address, channel));
        RawClient client = new RawClient(this, channel);
        clients.add(client);
        return client;
    }

    private static Metadata.Broker address(Node node) {
        return new Metadata.Broker(0, "localhost", 15_552);
    }

    /** A client that has opened the virtual host. */
    RawClient open() {
        RawClient client = connect();
        client.open(0);
        return client;
    }

    /** Executes everything that is due. */
    void settle() {
        for (int i = 0; i < ROUNDS; i++) {
            channels.forEach(channel -> {
                channel.runPendingTasks();
                channel.runScheduledPendingTasks();
            });
            clients.forEach(RawClient::read);
        }
    }

    void advance(Duration time) {
        for (Duration left = time; left.compareTo(Duration.ZERO) > 0; left = left.minus(STEP)) {
            channels.forEach(channel -> channel.advanceTimeBy(STEP.toMillis(), TimeUnit.MILLISECONDS));
            settle();
        }
    }
}
