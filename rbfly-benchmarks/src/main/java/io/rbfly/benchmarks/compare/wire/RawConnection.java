package io.rbfly.benchmarks.compare.wire;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.rbfly.protocol.command.OneWay;
import io.rbfly.protocol.command.Request;
import io.rbfly.protocol.command.Response;
import io.rbfly.protocol.command.connection.Open;
import io.rbfly.protocol.command.connection.PeerProperties;
import io.rbfly.protocol.command.connection.SaslAuthenticate;
import io.rbfly.protocol.command.connection.SaslHandshake;
import io.rbfly.protocol.command.connection.Tune;
import io.rbfly.protocol.frame.Frame;
import io.rbfly.protocol.frame.FrameDecoder;
import io.rbfly.protocol.frame.FrameEncoder;
import io.rbfly.protocol.wire.CommandKey;
import io.rbfly.protocol.wire.ResponseCode;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * One blocking connection to a broker, used by one thread. It does as little as possible: frames are read in the buffer
 * of the socket, and data is written unchanged. Heartbeats are disabled.
 */
public final class RawConnection implements Closeable {
    /** The maximum size of a Publish frame, not counting its size field; the value that brokers propose by default. */
    public static final int FRAME_MAX = 1 << 20;

    private static final int READ_BUFFER = 4 << 20;
    private static final int CORRELATION_ID = 1;

    private final SocketChannel channel;
    private ByteBuffer in = ByteBuffer.allocateDirect(READ_BUFFER).limit(0);
    private int frameEnd;
    private String brokerVersion = "";

    private RawConnection(SocketChannel channel) {
        this.channel = channel;
    }

    /** Connects and logs in. */
    public static RawConnection open(BrokerUri uri) throws IOException {
        SocketChannel channel = SocketChannel.open(new InetSocketAddress(uri.host(), uri.port()));
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        RawConnection connection = new RawConnection(channel);
        try {
            connection.logIn(uri);
            return connection;
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    private void logIn(BrokerUri uri) throws IOException {
        brokerVersion = require(new PeerProperties(Map.of("connection_name", "rbfly-benchmark")))
                .properties()
                .getOrDefault("version", "0.0");
        require(new SaslHandshake());
        byte[] credentials = ("\0" + uri.user() + "\0" + uri.password()).getBytes(StandardCharsets.UTF_8);
        require(new SaslAuthenticate("PLAIN", credentials));
        while (!(FrameDecoder.fromBroker(Unpooled.wrappedBuffer(next()), false).command() instanceof Tune)) {}
        send(new Tune(FRAME_MAX, 0));
        require(new Open(uri.virtualHost()));
    }

    /** Returns the version of the broker. */
    public String brokerVersion() {
        return brokerVersion;
    }

    /** Sends a request and reads until its response has arrived. Other frames are not expected meanwhile. */
    public <R extends Response> R request(Request<R> request) throws IOException {
        ByteBuf out = Unpooled.buffer();
        FrameEncoder.encode(out, CORRELATION_ID, request);
        write(out.nioBuffer());
        while (true) {
            Frame frame = FrameDecoder.fromBroker(Unpooled.wrappedBuffer(next()), false);
            if (request.responseType().isInstance(frame.command())) {
                return request.responseType().cast(frame.command());
            }
        }
    }

    /** Sends a request and requires an OK response. */
    public <R extends Response> R require(Request<R> request) throws IOException {
        R response = request(request);
        if (response.code() != ResponseCode.OK) {
            throw new IOException(request.key() + ": " + response.code());
        }
        return response;
    }

    /** Sends a command that has no response. */
    public void send(OneWay command) throws IOException {
        ByteBuf out = Unpooled.buffer();
        FrameEncoder.encode(out, command);
        write(out.nioBuffer());
    }

    /** Writes frames completely. */
    public void write(ByteBuffer frames) throws IOException {
        while (frames.hasRemaining()) {
            channel.write(frames);
        }
    }

    /** Waits for the next frame. The buffer, from its key on, is valid until the next call. */
    public ByteBuffer next() throws IOException {
        in.position(frameEnd);
        need(4);
        int size = in.getInt(in.position());
        need(4 + size);
        frameEnd = in.position() + 4 + size;
        return in.slice(in.position() + 4, size);
    }

    /** Returns whether {@link #next} has a complete frame without waiting. */
    public boolean hasNext() {
        int left = in.limit() - frameEnd;
        return left >= 4 && left >= 4 + in.getInt(frameEnd);
    }

    private void need(int bytes) throws IOException {
        if (in.capacity() - in.position() < bytes) {
            ByteBuffer room = in.capacity() < bytes ? ByteBuffer.allocateDirect(2 * bytes) : in;
            in = in == room ? in.compact() : room.put(in);
            in.flip();
        }
        while (in.remaining() < bytes) {
            int position = in.position();
            in.position(in.limit()).limit(in.capacity());
            int read = channel.read(in);
            in.limit(in.position()).position(position);
            if (read < 0) {
                throw new EOFException("connection closed by the broker");
            }
        }
    }

    /** Returns the key of a frame, without the response bit. */
    public static int key(ByteBuffer frame) {
        return frame.getShort(0) & ~CommandKey.RESPONSE_BIT & 0xffff;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
