package io.rbfly.benchmarks.compare.wire;

import io.rbfly.protocol.command.Credit;
import io.rbfly.protocol.command.OffsetSpec;
import io.rbfly.protocol.command.Subscribe;
import io.rbfly.protocol.wire.CommandKey;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Map;

/** Reads chunks, counts their messages by the header, gives the credit back, and looks at nothing else. */
public final class RawSubscription implements Closeable {
    private static final int SUBSCRIPTION_ID = 0;
    private static final int CHUNK_AT = 5;
    private static final int MESSAGES_AT = CHUNK_AT + 4;

    private final RawConnection connection;
    private long chunks;

    /** Connects and subscribes, from the first message on. */
    public RawSubscription(BrokerUri uri, String stream, int credit) throws IOException {
        connection = RawConnection.open(uri);
        // No frames may be lost between the answer and the first delivery, so the first credit comes after it.
        connection.require(new Subscribe(SUBSCRIPTION_ID, stream, new OffsetSpec.First(), 0, Map.of()));
        connection.send(new Credit(SUBSCRIPTION_ID, credit));
    }

    /** Reads chunks until so many messages came, and returns how many that were. */
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

    /** Chunks read. */
    public long chunks() {
        return chunks;
    }

    @Override
    public void close() throws IOException {
        connection.close();
    }
}
