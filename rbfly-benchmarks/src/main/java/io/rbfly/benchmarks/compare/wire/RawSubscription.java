package io.rbfly.benchmarks.compare.wire;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.rbfly.protocol.command.StatusResponse;
import io.rbfly.protocol.command.subscribing.Credit;
import io.rbfly.protocol.command.subscribing.OffsetSpec;
import io.rbfly.protocol.command.subscribing.Subscribe;
import io.rbfly.protocol.frame.Frame;
import io.rbfly.protocol.frame.FrameDecoder;
import io.rbfly.protocol.frame.FrameEncoder;
import io.rbfly.protocol.wire.CommandKey;
import io.rbfly.protocol.wire.ResponseCode;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.function.LongConsumer;

/** Reads chunks, counts their messages by the header, returns the credit, and reads nothing else. */
public final class RawSubscription implements Closeable {
    private static final int SUBSCRIPTION_ID = 0;
    private static final int CHUNK_AT = 5;
    private static final int CHUNK_HEADER = 48;
    private static final int MESSAGES_AT = CHUNK_AT + 4;

    private final RawConnection connection;
    private long chunks;

    /** Connects and subscribes at the first message or at the end of the stream. */
    public RawSubscription(BrokerUri uri, String stream, int credit, boolean fromFirst) throws IOException {
        connection = RawConnection.open(uri);
        // No frames may be lost between the response and the first delivery, so the first credit is sent after the
        // response.
        OffsetSpec offset = fromFirst ? new OffsetSpec.First() : new OffsetSpec.Next();
        connection.require(new Subscribe(SUBSCRIPTION_ID, stream, offset, 0, Map.of()));
        connection.send(new Credit(SUBSCRIPTION_ID, credit));
    }

    /**
     * Opens a number of subscriptions at the end of the stream on one connection: sends all requests, then reads all
     * responses.
     */
    public static Closeable openMany(BrokerUri uri, String stream, int subscriptions) throws IOException {
        RawConnection connection = RawConnection.open(uri);
        ByteBuf requests = Unpooled.buffer();
        for (int id = 0; id < subscriptions; id++) {
            FrameEncoder.encode(requests, id, new Subscribe(id, stream, new OffsetSpec.Next(), 1, Map.of()));
        }
        connection.write(requests.nioBuffer());
        for (int id = 0; id < subscriptions; id++) {
            Frame response = FrameDecoder.fromBroker(Unpooled.wrappedBuffer(connection.next()), false);
            if (!(response.command() instanceof StatusResponse status) || status.code() != ResponseCode.OK) {
                throw new IOException("subscription " + id + ": " + response);
            }
        }
        return connection;
    }

    /** Reads chunks until a number of messages have arrived, and returns their actual number. */
    public long read(long messages) throws IOException {
        long read = 0;
        while (read < messages) {
            int credit = 0;
            do {
                ByteBuffer frame = connection.next();
                if (RawConnection.key(frame) == CommandKey.DELIVER.number()) {
                    read += frame.getInt(MESSAGES_AT);
                    chunks++;
                    credit++;
                }
            } while (read < messages && connection.hasNext());
            if (credit > 0) {
                connection.send(new Credit(SUBSCRIPTION_ID, credit));
            }
        }
        return read;
    }

    /** Reads a chunk of messages with bodies of this size at their ends, and passes on the number of each body. */
    public void readNumbers(int bodySize, LongConsumer each) throws IOException {
        ByteBuffer frame = connection.next();
        if (RawConnection.key(frame) != CommandKey.DELIVER.number()) {
            return;
        }
        int messages = frame.getInt(MESSAGES_AT);
        int at = CHUNK_AT + CHUNK_HEADER;
        for (int i = 0; i < messages; i++) {
            int end = at + 4 + frame.getInt(at);
            each.accept(frame.getLong(end - bodySize));
            at = end;
        }
        chunks++;
        connection.send(new Credit(SUBSCRIPTION_ID, 1));
    }

    /** Returns the number of chunks that were read. */
    public long chunks() {
        return chunks;
    }

    @Override
    public void close() throws IOException {
        connection.close();
    }
}
