package io.rbfly.testkit.embedded.session;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** A client of which only the bytes are known, in both directions. Spaces in hexadecimal texts are for reading. */
final class RawClient {
    static final String PEER_PROPERTIES = "0000001b 0011 0001 00000001 00000001 0007 70726f64756374 0004 64656d6f";
    static final String SASL_HANDSHAKE = "00000008 0012 0001 00000002";
    static final String AUTHENTICATE =
            "0000001f 0013 0001 00000003 0005 504c41494e 0000000c 00 6775657374 00 6775657374";
    static final String OPEN = "0000000b 0015 0001 00000004 0001 2f";
    static final String CLOSE = "0000000e 0016 0001 00000010 0001 0002 4f4b";
    static final String CLOSED = "0000000a 8016 0001 00000010 0001";
    static final String UNKNOWN_FRAME = "00000019 0016 0001 00000001 000d 000d 756e6b6e6f776e206672616d65";
    static final String CLOSE_ANSWER = "0000000a 8016 0001 00000001 0001";
    static final String CREATE_DEMO = "00000012 000d 0001 00000007 0004 64656d6f 00000000";
    static final String DECLARE_DEMO = "00000011 0001 0001 00000008 05 0000 0004 64656d6f";
    static final String PUBLISH_7 = "00000016 0002 0001 05 00000001 0000000000000007 00000001 78";
    static final String CONFIRM_7 = "00000011 0003 0001 05 00000001 0000000000000007";
    static final String HEARTBEAT = "00000004 0017 0001";

    private final TestCluster cluster;
    private final EmbeddedChannel channel;
    private final ByteBuf received = Unpooled.buffer();

    RawClient(TestCluster cluster, EmbeddedChannel channel) {
        this.cluster = cluster;
        this.channel = channel;
    }

    static String tune(int heartbeatSeconds) {
        return "0000000c 8014 0001 00100000 %08x".formatted(heartbeatSeconds);
    }

    /** A frame with a key and version 1. */
    static String frame(String key, String body) {
        String content = key + "0001" + body.replace(" ", "");
        return "%08x".formatted(content.length() / 2) + content;
    }

    private static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex.replace(" ", ""));
    }

    void open(int heartbeatSeconds) {
        for (String segment : List.of(PEER_PROPERTIES, SASL_HANDSHAKE, AUTHENTICATE, tune(heartbeatSeconds), OPEN)) {
            send(segment);
        }
        received();
    }

    /** Sends frames that arrive at once. */
    void send(String... frames) {
        channel.writeInbound(Unpooled.copiedBuffer(bytes(String.join("", frames))));
        cluster.settle();
    }

    /** Sends frames that arrive at once, and returns what was received since the last time. */
    List<String> exchange(String... frames) {
        send(frames);
        return received();
    }

    /** The frames since the last time. */
    List<String> received() {
        cluster.settle();
        List<String> frames = new ArrayList<>();
        while (received.isReadable()) {
            frames.add(ByteBufUtil.hexDump(received.readSlice(4 + received.getInt(received.readerIndex()))));
        }
        return frames;
    }

    /** Takes what the broker sent. */
    void read() {
        for (ByteBuf out = channel.readOutbound(); out != null; out = channel.readOutbound()) {
            received.writeBytes(out);
            out.release();
        }
    }

    /** Frames without the spaces, to compare with. */
    static String[] hex(String... frames) {
        return List.of(frames).stream().map(frame -> frame.replace(" ", "")).toArray(String[]::new);
    }

    boolean isOpen() {
        cluster.settle();
        return channel.isOpen();
    }

    /** Whether the broker reads what the client sends. */
    boolean isRead() {
        return channel.config().isAutoRead();
    }

    /** The client stops to read, or continues, so that the broker cannot write. */
    void reads(boolean reads) {
        channel.unsafe().outboundBuffer().setUserDefinedWritability(1, reads);
        cluster.settle();
    }

    void disconnect() {
        channel.close();
        cluster.settle();
    }
}
