package io.rbfly.client.api;

import io.rbfly.client.api.compression.Compression;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Sends messages in batches; protocol section 7. The work of a broker for a message is mostly work for an entry of a
 * stream, and a batch is one entry, so brokers store many times more messages a second. Compressed, they also need less
 * of the network and the disk. Immutable.
 *
 * <p>Batches are filled as frames are, without a further delay: a single message is sent immediately, messages that
 * arrive while others are unconfirmed share a batch, and load fills batches up to their maximum. See
 * {@link PublisherOptions#maxFrameDelay()} for batches to wait longer.
 *
 * <p>Futures, windows, timeouts and {@link Publisher#close()} know messages only: each message has its own publishing
 * id and outcome. A broker stores or refuses a batch as a whole. Before RabbitMQ 4.3.5 brokers refuse none; since then,
 * only one that is larger than {@code stream.max_uncompressed_sub_entry_batch_size}, and with it those sent after it in
 * the same frame. All their messages fail with {@link io.rbfly.client.api.error.BrokerException}, and none is sent
 * again, since later ones may have been stored.
 *
 * <p>A batch is sent with the id of its last message. After a reconnect the same batches are sent again, so a publisher
 * with a name stores each message once. A restarted application that repeats messages with their ids
 * ({@link Publisher#send(long, Object)}) may do so with other batches: messages up to
 * {@link Publisher#lastPublishingId()} of the new publisher are known to be stored, so they are confirmed immediately
 * and not sent. This holds only if ids are assigned in the order of sending, as ever.
 *
 * <p>Batches have no filter values. A subscription with a filter does not receive them, unless it includes messages
 * without a filter value.
 *
 * <p>Messages are compressed in the thread that sends, for at most one frame at a time, or in a thread
 * {@code rbfly-compression-N} of the library if that thread is the event loop. Batches that would not become smaller
 * are sent without compression.
 */
public final class Batching {
    /** The largest number of messages that a batch can have. */
    public static final int MAX_MESSAGES = 65_535;

    private final int maxMessages;
    private final Compression compression;

    private Batching(int maxMessages, Compression compression) {
        if (maxMessages < 1 || maxMessages > MAX_MESSAGES) {
            throw new IllegalArgumentException("maxMessages: " + maxMessages + " (expected: 1..65535)");
        }
        this.maxMessages = maxMessages;
        this.compression = Objects.requireNonNull(compression, "compression");
    }

    /**
     * Batches of a maximum number of messages. With 100 small messages, most of what can be gained is. Batches are also
     * limited by the frame size of the connection, 1 MiB by default, before compression, and by the window:
     * {@link PublisherOptions#maxUnconfirmed()} should be several times as large.
     *
     * @param maxMessages 1 to {@link #MAX_MESSAGES}
     */
    public static Batching of(int maxMessages, Compression compression) {
        return new Batching(maxMessages, compression);
    }

    /** The maximum number of messages in a batch. */
    public int maxMessages() {
        return maxMessages;
    }

    /** How batches are compressed. */
    public Compression compression() {
        return compression;
    }

    @Override
    public boolean equals(@Nullable Object object) {
        return object instanceof Batching other && maxMessages == other.maxMessages && compression == other.compression;
    }

    @Override
    public int hashCode() {
        return 31 * maxMessages + compression.hashCode();
    }

    @Override
    public String toString() {
        return "Batching[maxMessages=" + maxMessages + ", compression=" + compression + "]";
    }
}
