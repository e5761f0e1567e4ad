package io.rbfly.benchmarks.compare.wire;

import io.rbfly.protocol.command.publishing.DeclarePublisher;
import io.rbfly.protocol.wire.CommandKey;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;

/** Publishes pre-encoded frames, with a bounded number of unconfirmed messages, and counts the confirms. */
public final class RawPublisher implements Closeable {
    private static final int PUBLISHER_ID = 0;

    private final RawConnection connection;
    private final int maxUnconfirmed;
    /** That of the frames, which are all alike. */
    private int perConfirm = 1;

    private long sent;
    private long confirmed;

    /** Connects and declares the publisher. */
    public RawPublisher(BrokerUri uri, String stream, int maxUnconfirmed) throws IOException {
        this.maxUnconfirmed = maxUnconfirmed;
        connection = RawConnection.open(uri);
        connection.require(new DeclarePublisher(PUBLISHER_ID, "", stream));
    }

    /** Sends a frame once there is room for its messages. */
    public void send(EncodedFrame frame) throws IOException {
        while (sent - confirmed > maxUnconfirmed - frame.messages()) {
            readConfirm();
        }
        perConfirm = frame.perConfirm();
        sent += frame.messages();
        connection.write(frame.bytes());
    }

    /** Returns the number of sent messages. */
    public long sent() {
        return sent;
    }

    /** Waits until all sent messages are confirmed, and returns their total number. */
    public long awaitConfirms() throws IOException {
        while (confirmed < sent) {
            readConfirm();
        }
        return confirmed;
    }

    private void readConfirm() throws IOException {
        ByteBuffer frame = connection.next();
        int key = RawConnection.key(frame);
        if (key == CommandKey.PUBLISH_CONFIRM.number()) {
            confirmed += (long) perConfirm * frame.getInt(5);
        } else if (key != CommandKey.HEARTBEAT.number()) {
            throw new IOException("frame of key " + key + " (expected: confirms)");
        }
    }

    @Override
    public void close() throws IOException {
        connection.close();
    }
}
