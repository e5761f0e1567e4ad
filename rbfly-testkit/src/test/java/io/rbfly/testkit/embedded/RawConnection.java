package io.rbfly.testkit.embedded;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.rbfly.protocol.command.OneWay;
import io.rbfly.protocol.command.Request;
import io.rbfly.protocol.command.connection.Heartbeat;
import io.rbfly.protocol.command.connection.Open;
import io.rbfly.protocol.command.connection.PeerProperties;
import io.rbfly.protocol.command.connection.SaslAuthenticate;
import io.rbfly.protocol.command.connection.SaslHandshake;
import io.rbfly.protocol.command.connection.Tune;
import io.rbfly.protocol.frame.Frame;
import io.rbfly.protocol.frame.FrameDecoder;
import io.rbfly.protocol.frame.FrameEncoder;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** A client that sends and receives one frame at a time, and waits for it. */
final class RawConnection implements AutoCloseable {
    private static final int PATIENCE_MILLIS = 60_000;

    private final Socket socket;
    private final DataInputStream in;
    private int lastId;

    RawConnection(int port) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(PATIENCE_MILLIS);
        in = new DataInputStream(socket.getInputStream());
    }

    /** Connects and shakes hands as guest; returns what the broker proposes. */
    Tune open() throws IOException {
        ask(new PeerProperties(Map.of()));
        ask(new SaslHandshake());
        ask(new SaslAuthenticate("PLAIN", "\0guest\0guest".getBytes(StandardCharsets.UTF_8)));
        Tune tune = (Tune) receive().command();
        send(tune);
        ask(new Open("/"));
        return tune;
    }

    /** Sends a request and returns the next frame. */
    Frame ask(Request<?> request) throws IOException {
        ByteBuf frame = Unpooled.buffer();
        FrameEncoder.encode(frame, ++lastId, request);
        write(frame);
        return receive();
    }

    void send(OneWay command) throws IOException {
        ByteBuf frame = Unpooled.buffer();
        FrameEncoder.encode(frame, command);
        write(frame);
    }

    private void write(ByteBuf frame) throws IOException {
        frame.readBytes(socket.getOutputStream(), frame.readableBytes());
    }

    /** The next frame but heartbeats. */
    Frame receive() throws IOException {
        Frame frame;
        do {
            byte[] bytes = new byte[in.readInt()];
            in.readFully(bytes);
            frame = FrameDecoder.fromBroker(Unpooled.wrappedBuffer(bytes), true);
        } while (frame.command() instanceof Heartbeat);
        return frame;
    }

    /** Waits until the broker has closed the connection; throws if it sends something instead. */
    boolean isClosedByBroker() throws IOException {
        try {
            return in.read() < 0;
        } catch (SocketException e) {
            return true;
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
