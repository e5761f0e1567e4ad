package io.rbfly.testkit.broker.differential.wire;

import io.netty.buffer.Unpooled;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;

/** A connection that sends any bytes, and collects the frames that arrive. Its methods block. */
public final class RawClient implements AutoCloseable {
    /** Longer than brokers wait before they refuse a login, or serve connections after others that were ended. */
    private static final Duration LIMIT = Duration.ofSeconds(12);

    private final Socket socket;
    private final String prefix;
    private final Transcript transcript;
    private final ReceivedFrames received;
    private final Coverage coverage;
    private int correlationId;

    public RawClient(String name, Target target, Transcript transcript, String prefix) {
        this.prefix = prefix;
        this.transcript = transcript;
        coverage = target.coverage();
        received = new ReceivedFrames(name, transcript, new FrameText(prefix, target.coverage()), target.coverage());
        try {
            socket = new Socket(target.host(), target.port());
            socket.setTcpNoDelay(true);
        } catch (IOException e) {
            throw new UncheckedIOException("no connection to " + target, e);
        }
        Thread reader = new Thread(this::read, "reader of " + name + " from " + target.name());
        reader.setDaemon(true);
        reader.start();
    }

    private void read() {
        try (DataInputStream in = new DataInputStream(new BufferedInputStream(socket.getInputStream()))) {
            while (true) {
                byte[] frame = new byte[in.readInt()];
                in.readFully(frame);
                received.accept(Unpooled.wrappedBuffer(frame));
            }
        } catch (IOException e) {
            received.end(); // also if the broker reset the connection
        }
    }

    /** What arrived so far. */
    public ReceivedFrames received() {
        return received;
    }

    /** Starts a frame without correlation id. */
    public FrameBytes frame(int key, int version) {
        return new FrameBytes(prefix, key, version);
    }

    /** Sends a request and waits for its answer, or for the end of the connection. */
    public void request(int key, String channel, UnaryOperator<FrameBytes> body) {
        int id = ++correlationId;
        received.expect(id, channel);
        send(body.apply(frame(key, 1).u32(id)).toBytes());
        await(() -> received.answered(id) || received.isClosing());
    }

    /** Sends bytes; a broker that has closed the connection does not get them. */
    public void send(byte[] bytes) {
        if (bytes.length > Integer.BYTES + 1) {
            coverage.sent(bytes[Integer.BYTES] << 8 | bytes[Integer.BYTES + 1] & 0xff);
        }
        try {
            socket.getOutputStream().write(bytes);
        } catch (IOException e) {
            await(received::isEnded);
        }
    }

    /** Waits for something that arrives; if it does not arrive in time, the transcripts will show this. */
    public boolean await(BooleanSupplier condition) {
        return transcript.await(condition, LIMIT);
    }

    /** Waits for something that may arrive. */
    public void await(BooleanSupplier condition, Duration limit) {
        transcript.await(condition, limit);
    }

    /** Connects as clients do, without writing this to the transcript. */
    public void shakeHands(String user, String password, boolean newDeliver) {
        received.record(false);
        request(0x11, "", frame -> frame.map(Map.of()));
        request(0x12, "", frame -> frame);
        request(0x13, "", frame -> frame.string("PLAIN").octets(plain(user, password)));
        await(() -> received.has(0x14) || received.isEnded());
        send(frame(0x8014, 1).u32(1 << 20).u32(60).toBytes());
        request(0x15, "", frame -> frame.string("/"));
        if (newDeliver) {
            request(0x1b, "", frame -> frame.u32(1).u16(8).u16(1).u16(2));
        }
        if (!received.has(0x8015) || received.isEnded()) {
            throw new IllegalStateException("the login of " + user + " failed");
        }
        received.record(true);
        correlationId = 0;
    }

    /** Answers all ConsumerUpdates with offset type 0. */
    public void answerUpdates() {
        for (int id : received.takeUpdates()) {
            send(frame(0x801a, 1).u32(id).u16(1).u16(0).toBytes());
        }
    }

    /** The data of the mechanism PLAIN. */
    public static byte[] plain(String user, String password) {
        return String.join("\0", List.of("", user, password)).getBytes(java.nio.charset.StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        received.record(false);
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
