package io.rbfly.client.support;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.rbfly.codec.amqp.AmqpCodec;
import io.rbfly.protocol.chunk.Chunk;
import io.rbfly.protocol.command.StatusResponse;
import io.rbfly.protocol.command.connection.CommandVersions;
import io.rbfly.protocol.command.connection.ExchangeCommandVersions;
import io.rbfly.protocol.command.connection.PeerProperties;
import io.rbfly.protocol.command.stream.StreamStats;
import io.rbfly.protocol.command.subscribing.Credit;
import io.rbfly.protocol.command.subscribing.Deliver;
import io.rbfly.protocol.command.subscribing.QueryOffset;
import io.rbfly.protocol.command.subscribing.StoreOffset;
import io.rbfly.protocol.command.subscribing.Subscribe;
import io.rbfly.protocol.command.subscribing.Unsubscribe;
import io.rbfly.protocol.wire.CommandKey;
import io.rbfly.protocol.wire.ResponseCode;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** A stream as its subscriptions see it: accepts them, and delivers the chunks that a test hands it. */
public final class ScriptedFeed {
    /** When all chunks were written. */
    public static final long TIMESTAMP = 1_700_000_000_123L;

    private final Scene scene;

    private ScriptedFeed(Scene scene) {
        this.scene = scene;
    }

    /** Adds a stream of any name to the broker of a scene. */
    public static ScriptedFeed on(Scene scene) {
        ScriptedFeed feed = new ScriptedFeed(scene);
        feed.answer(ResponseCode.OK);
        scene.broker.reply(QueryOffset.class, feed::storedOffset);
        scene.broker.reply(Unsubscribe.class, request -> new StatusResponse(CommandKey.UNSUBSCRIBE, ResponseCode.OK));
        return feed;
    }

    /** The offset that was stored last under a reference. */
    private QueryOffset.Reply storedOffset(QueryOffset query) {
        return scene.broker.received(StoreOffset.class).stream()
                .filter(stored -> stored.reference().equals(query.reference()))
                .reduce((earlier, later) -> later)
                .map(stored -> new QueryOffset.Reply(ResponseCode.OK, stored.offset()))
                .orElse(new QueryOffset.Reply(ResponseCode.NO_OFFSET, 0));
    }

    /** Makes the broker one that has filters and statistics, and a stream whose last chunk is this one; -1 for none. */
    public ScriptedFeed ofNewBroker(long lastChunk) {
        scene.broker
                .reply(
                        PeerProperties.class,
                        request -> new PeerProperties.Reply(ResponseCode.OK, Map.of("version", "4.0.5")))
                .reply(
                        ExchangeCommandVersions.class,
                        request -> new ExchangeCommandVersions.Reply(
                                ResponseCode.OK,
                                List.of(new CommandVersions(2, 1, 2), new CommandVersions(0x1c, 1, 1))))
                .reply(
                        StreamStats.class,
                        request -> new StreamStats.Reply(
                                ResponseCode.OK,
                                Map.of(
                                        "first_chunk_id", Math.min(lastChunk, 0),
                                        "last_chunk_id", lastChunk,
                                        "committed_chunk_id", lastChunk)));
        return this;
    }

    /** Answers subscriptions from now on by this code. */
    public void answer(ResponseCode code) {
        scene.broker.reply(Subscribe.class, request -> new StatusResponse(CommandKey.SUBSCRIBE, code));
    }

    /** Delivers a chunk on the latest connection, to the subscription that was made last. */
    public void deliver(Chunk chunk) {
        scene.broker.lastPeer().send(new Deliver(lastSubscribe().subscriptionId(), chunk));
        scene.settle();
    }

    /** Delivers messages of consecutive offsets, each with its offset as its body. */
    public void deliver(long firstOffset, int messages) {
        deliver(numbers(firstOffset, messages));
    }

    /** The latest request to subscribe. */
    public Subscribe lastSubscribe() {
        List<Subscribe> all = subscribes();
        return all.get(all.size() - 1);
    }

    /** All requests to subscribe. */
    public List<Subscribe> subscribes() {
        return scene.broker.received(Subscribe.class);
    }

    /** Credits given so far, on all connections, with and after the requests to subscribe. */
    public int credits() {
        return subscribes().stream().mapToInt(Subscribe::credit).sum()
                + scene.broker.received(Credit.class).stream()
                        .mapToInt(Credit::credit)
                        .sum();
    }

    /** A chunk of messages of consecutive offsets, each with its offset as its body. */
    public static Chunk numbers(long firstOffset, int messages) {
        return Chunk.of(
                firstOffset,
                TIMESTAMP,
                IntStream.range(0, messages)
                        .mapToObj(i -> encoded(firstOffset + i))
                        .toList());
    }

    /** A chunk of encoded messages. */
    public static Chunk chunk(long chunkId, byte[]... messages) {
        return Chunk.of(chunkId, TIMESTAMP, Arrays.asList(messages));
    }

    /** An encoded message. */
    public static byte[] encoded(Object body) {
        ByteBuf buffer = Unpooled.buffer();
        AmqpCodec.encode(body, buffer);
        return ByteBufUtil.getBytes(buffer);
    }
}
