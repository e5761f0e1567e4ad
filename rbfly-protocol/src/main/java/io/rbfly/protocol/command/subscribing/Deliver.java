package io.rbfly.protocol.command.subscribing;

import io.netty.buffer.ByteBuf;
import io.rbfly.protocol.chunk.Chunk;
import io.rbfly.protocol.command.OneWay;
import io.rbfly.protocol.wire.Check;
import io.rbfly.protocol.wire.CommandKey;
import io.rbfly.protocol.wire.Wire;
import java.util.function.IntFunction;

/**
 * Delivers one chunk of a subscription, protocol section 8. Brokers send version 2 to clients that announced it with
 * {@link io.rbfly.protocol.command.connection.ExchangeCommandVersions}.
 *
 * <pre>
 *   version 1:  subscription id uint8 | chunk
 *   version 2:  subscription id uint8 | committed chunk id uint64 | chunk
 * </pre>
 *
 * @param version 1, or {@link #WITH_COMMITTED_CHUNK_ID}
 * @param subscriptionId 0 to 255
 * @param committedChunkId offset of the first message of the stream's last committed chunk when this one was sent,
 *     unsigned; 0 in version 1
 * @param chunk the messages
 */
public record Deliver(int version, int subscriptionId, long committedChunkId, Chunk chunk) implements OneWay {
    /** The version that has the id of the last committed chunk. */
    public static final int WITH_COMMITTED_CHUNK_ID = 2;

    public Deliver {
        Check.uint8("subscriptionId", subscriptionId);
        if (version != 1 && version != WITH_COMMITTED_CHUNK_ID) {
            throw new IllegalArgumentException("version: " + version + " (expected: 1 or 2)");
        }
        if (version == 1 && committedChunkId != 0) {
            throw new IllegalArgumentException("version: 1 (expected: 2, as there is a committed chunk id)");
        }
    }

    /** A chunk in version 1, without the id of the last committed chunk. */
    public Deliver(int subscriptionId, Chunk chunk) {
        this(1, subscriptionId, 0, chunk);
    }

    @Override
    public CommandKey key() {
        return CommandKey.DELIVER;
    }

    @Override
    public void encodeBody(ByteBuf out) {
        out.writeByte(subscriptionId);
        if (version == WITH_COMMITTED_CHUNK_ID) {
            out.writeLong(committedChunkId);
        }
        chunk.write(out);
    }

    /**
     * Reads the command in one of its versions.
     *
     * @param owned whether the buffer's array may be retained, so that the chunk need not be copied
     * @param arrays provides the array for a copy, which has the requested length or is longer
     */
    public static Deliver decode(ByteBuf in, int version, boolean owned, IntFunction<byte[]> arrays) {
        int subscriptionId = Wire.readUint8(in);
        boolean extended = version == WITH_COMMITTED_CHUNK_ID;
        long committedChunkId = extended ? Wire.readInt64(in) : 0;
        long known = extended ? committedChunkId : Chunk.UNKNOWN;
        Chunk chunk = owned ? Chunk.wrap(in, known) : Chunk.read(in, known, arrays);
        return new Deliver(version, subscriptionId, committedChunkId, chunk);
    }
}
