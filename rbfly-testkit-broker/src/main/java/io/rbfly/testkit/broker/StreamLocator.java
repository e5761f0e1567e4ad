package io.rbfly.testkit.broker;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.rbfly.protocol.command.Command;
import io.rbfly.protocol.command.OneWay;
import io.rbfly.protocol.command.Request;
import io.rbfly.protocol.command.Response;
import io.rbfly.protocol.command.connection.Open;
import io.rbfly.protocol.command.connection.PeerProperties;
import io.rbfly.protocol.command.connection.SaslAuthenticate;
import io.rbfly.protocol.command.connection.SaslHandshake;
import io.rbfly.protocol.command.connection.Tune;
import io.rbfly.protocol.command.stream.Metadata;
import io.rbfly.protocol.frame.FrameDecoder;
import io.rbfly.protocol.frame.FrameEncoder;
import io.rbfly.protocol.wire.ResponseCode;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/**
 * Asks one node for the location of a stream, over a blocking socket and as the user guest. This is several seconds
 * faster than rabbitmqctl.
 */
final class StreamLocator {
    private static final int PATIENCE_MILLIS = 5_000;
    private static final byte[] GUEST = "\0guest\0guest".getBytes(StandardCharsets.UTF_8);

    private final Socket socket;
    private final DataInputStream in;
    private int correlationId;

    private StreamLocator(Socket socket) throws IOException {
        this.socket = socket;
        in = new DataInputStream(socket.getInputStream());
    }

    /** Returns the answer of a node for a stream. */
    static Metadata.Reply ask(Broker node, String stream) throws IOException {
        try (var socket = new Socket()) {
            socket.setSoTimeout(PATIENCE_MILLIS);
            socket.connect(new InetSocketAddress(node.host(), node.port()), PATIENCE_MILLIS);
            return new StreamLocator(socket).locate(stream);
        }
    }

    private Metadata.Reply locate(String stream) throws IOException {
        request(new PeerProperties(Map.of()));
        request(new SaslHandshake());
        request(new SaslAuthenticate("PLAIN", GUEST));
        send(await(Tune.class));
        request(new Open("/"));
        return request(new Metadata(List.of(stream)));
    }

    private <R extends Response> R request(Request<R> request) throws IOException {
        var bytes = Unpooled.buffer();
        FrameEncoder.encode(bytes, ++correlationId, request);
        write(bytes);
        var response = await(request.responseType());
        if (response.code() != ResponseCode.OK) {
            throw new IOException(request + " was answered by " + response.code());
        }
        return response;
    }

    private void send(OneWay command) throws IOException {
        var bytes = Unpooled.buffer();
        FrameEncoder.encode(bytes, command);
        write(bytes);
    }

    private void write(ByteBuf bytes) throws IOException {
        socket.getOutputStream().write(ByteBufUtil.getBytes(bytes));
    }

    /** Waits for the next command of a type; others, such as heartbeats, are skipped. */
    private <C extends Command> C await(Class<C> type) throws IOException {
        while (true) {
            var bytes = new byte[in.readInt()];
            in.readFully(bytes);
            var command =
                    FrameDecoder.fromBroker(Unpooled.wrappedBuffer(bytes), true).command();
            if (type.isInstance(command)) {
                return type.cast(command);
            }
        }
    }
}
