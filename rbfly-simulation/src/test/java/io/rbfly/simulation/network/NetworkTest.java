package io.rbfly.simulation.network;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ConnectTimeoutException;
import io.rbfly.simulation.world.SimulatedLoop;
import io.rbfly.simulation.world.World;
import java.net.ConnectException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class NetworkTest {
    private static final String NODE = "n0:5552";
    private static final int BUFFER = 2_000;
    private static final Duration LATENCY = Duration.ofMillis(10);
    private static final LinkSettings WHOLE = new LinkSettings(LATENCY, Duration.ZERO, BUFFER, false);
    private static final LinkSettings SPLITTING = new LinkSettings(LATENCY, Duration.ofMillis(10), BUFFER, true);

    private final World world = new World(new SplittableRandom(1), 1_000, null);
    private final SimulatedLoop clientLoop = new SimulatedLoop(world, "client");
    private final SimulatedLoop serverLoop = new SimulatedLoop(world, "server");
    private final End client = new End();
    private final End server = new End();
    private final List<Channel> accepted = new ArrayList<>();
    private Network network = network(WHOLE);
    private Channel channel;

    private Network network(LinkSettings settings) {
        Network made = new Network(world, new SplittableRandom(2), settings, UnpooledByteBufAllocator.DEFAULT);
        made.listen(NODE, serverLoop, from -> {
            from.pipeline().addLast(server);
            accepted.add(from);
        });
        return made;
    }

    private ChannelFuture connect() {
        channel = network.newChannel(null);
        channel.config().setConnectTimeoutMillis(500);
        channel.pipeline().addLast(client);
        clientLoop.register(channel);
        return channel.connect(Network.address(NODE));
    }

    private void connected() {
        ChannelFuture connecting = connect();
        run(Duration.ofMillis(100));
        assertThat(connecting.isSuccess()).isTrue();
        assertThat(client.active && server.active).isTrue();
    }

    private void run(Duration time) {
        world.runUntil(() -> false, world.nanoTime() + time.toNanos());
        assertThat(world.failures()).isEmpty();
    }

    private static byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        new SplittableRandom(3).nextBytes(bytes);
        return bytes;
    }

    private ChannelFuture send(Channel from, byte[] bytes) {
        return from.writeAndFlush(Unpooled.wrappedBuffer(bytes));
    }

    @Test
    void bytesArriveInOrderInPiecesInBothDirections() {
        network = network(SPLITTING);
        connected();
        byte[] bytes = bytes(100_000);

        ChannelFuture sent = send(channel, bytes);
        send(accepted.get(0), bytes);
        run(Duration.ofSeconds(30));

        assertThat(sent.isSuccess()).isTrue();
        assertThat(server.bytes()).isEqualTo(bytes);
        assertThat(client.bytes()).isEqualTo(bytes);
        assertThat(server.reads).isGreaterThan(2 * bytes.length / BUFFER);
    }

    @Test
    void bytesTakeTheirTime() {
        connected();
        send(channel, bytes(10));

        run(LATENCY.minusMillis(1));
        assertThat(server.bytes()).isEmpty();
        run(Duration.ofMillis(2));
        assertThat(server.bytes()).hasSize(10);
    }

    @Test
    void aWriterStopsWhenNobodyReads() {
        connected();
        accepted.get(0).config().setAutoRead(false);
        send(channel, bytes(1)); // one read was asked for already
        run(Duration.ofSeconds(1));
        ChannelFuture fits = send(channel, bytes(BUFFER));
        ChannelFuture waits = send(channel, bytes(100));

        run(Duration.ofSeconds(10));
        assertThat(fits.isDone()).isTrue();
        assertThat(waits.isDone()).isFalse();
        assertThat(server.bytes()).hasSize(1);

        accepted.get(0).config().setAutoRead(true);
        run(Duration.ofSeconds(1));
        assertThat(waits.isSuccess()).isTrue();
        assertThat(server.bytes()).hasSize(1 + BUFFER + 100);
    }

    @Test
    void theEndArrivesAfterAllBytes() {
        network = network(SPLITTING);
        connected();
        send(channel, bytes(BUFFER));
        channel.close();

        run(Duration.ofSeconds(5));
        assertThat(server.bytes()).isEqualTo(bytes(BUFFER));
        assertThat(server.ended && client.ended).isTrue();
        assertThat(network.connections()).isEmpty();
    }

    @Test
    void aCutEndsBothSidesAndLosesWhatIsUnderway() {
        connected();
        ChannelFuture sent = send(channel, bytes(10));
        world.runUntil(sent::isDone, Long.MAX_VALUE);

        network.connections().get(0).cut();
        run(Duration.ofSeconds(1));

        assertThat(client.ended && server.ended).isTrue();
        assertThat(server.bytes()).isEmpty();
        assertThat(network.connections()).isEmpty();
    }

    @Test
    void nobodyNoticesALostConnectionUntilTheSystemGivesUp() {
        connected();
        network.connections().get(0).lose();
        ChannelFuture sent = send(channel, bytes(10));
        run(Duration.ofMinutes(3));

        assertThat(sent.isSuccess()).isTrue();
        assertThat(client.ended || server.ended).isFalse();
        assertThat(client.bytes()).isEmpty();
        assertThat(server.bytes()).isEmpty();

        run(Duration.ofMinutes(2));
        assertThat(client.ended).isTrue();
        run(Duration.ofHours(1));
        assertThat(server.ended).isFalse(); // it has sent nothing
    }

    @Test
    void aNodeThatCannotReadNoticesThatTheClientIsGone() {
        connected();
        Channel node = accepted.get(0);
        channel.config().setAutoRead(false);
        send(node, bytes(2 * BUFFER));
        run(Duration.ofSeconds(1));
        node.config().setAutoRead(false);
        run(Duration.ofSeconds(1));

        channel.close();
        run(Duration.ofSeconds(1));
        assertThat(server.ended).isTrue();
    }

    @Test
    void aStalledConnectionGoesOn() {
        connected();
        network.connections().get(0).stall(Duration.ofSeconds(3));
        send(channel, bytes(10));

        run(Duration.ofMillis(2_900));
        assertThat(server.bytes()).isEmpty();
        run(Duration.ofMillis(200));
        assertThat(server.bytes()).isEqualTo(bytes(10));
    }

    @Test
    void aNodeRefuses() {
        network.accepting(NODE, Network.Accepting.REFUSED);
        ChannelFuture connecting = connect();
        run(Duration.ofSeconds(1));

        assertThat(connecting.cause()).isInstanceOf(ConnectException.class).hasMessageContaining("refused");
        assertThat(channel.isOpen()).isFalse();
        assertThat(accepted).isEmpty();
    }

    @Test
    void aSilentNodeEndsInATimeout() {
        network.accepting(NODE, Network.Accepting.SILENT);
        ChannelFuture connecting = connect();

        run(Duration.ofMillis(499));
        assertThat(connecting.isDone()).isFalse();
        run(Duration.ofMillis(2));
        assertThat(connecting.cause()).isInstanceOf(ConnectTimeoutException.class);
        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void anAttemptThatIsGivenUpLeavesNoConnection() {
        ChannelFuture connecting = connect();
        run(LATENCY);
        channel.close();
        run(Duration.ofSeconds(1));

        assertThat(connecting.isDone()).isTrue();
        assertThat(connecting.isSuccess()).isFalse();
        assertThat(network.connections()).isEmpty();
    }

    @Test
    void theNextConnectionLosesEverythingAfterSomeBytes() {
        network.loseNext(10, false);
        connected();
        byte[] bytes = bytes(100);
        send(accepted.get(0), bytes);
        run(LATENCY.multipliedBy(2));

        assertThat(client.bytes()).isEqualTo(Arrays.copyOf(bytes, 10));
        assertThat(client.ended).isFalse();
    }

    @Test
    void whatWouldBeLostLaterCanBeTakenBack() {
        network.loseNext(10, true);
        connected();
        network.loseNoMore();
        send(accepted.get(0), bytes(100));
        run(LATENCY.multipliedBy(2));

        assertThat(client.bytes()).hasSize(100);
    }

    @Test
    void aBalancerLeadsToNodesThatAcceptConnections() {
        network.balance("balancer");
        channel = network.newChannel(null);
        channel.pipeline().addLast(client);
        clientLoop.register(channel);
        channel.connect(Network.address("balancer"));
        run(Duration.ofMillis(100));

        assertThat(accepted).hasSize(1);
    }
}
