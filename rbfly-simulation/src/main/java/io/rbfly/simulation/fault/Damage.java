package io.rbfly.simulation.fault;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.rbfly.protocol.chunk.Chunk;
import java.util.SplittableRandom;

/** Draws bytes that are not what they should be. */
final class Damage {
    private static final int HEADER = 48;
    private static final int CONFIRM = 0x0003;
    private static final int UNKNOWN = 0x7f01;
    private static final int QUERY_OFFSET_RESPONSE = 0x800b;
    private static final int UNUSED_CORRELATION = 1 << 30;

    private final SplittableRandom random;

    Damage(SplittableRandom random) {
        this.random = random;
    }

    /** Some chunks with one bit of their data changed. The checksum covers the data only, so the header stays. */
    Chunk of(Chunk chunk) {
        if (chunk.dataLength() == 0 || random.nextInt(3) > 0) {
            return chunk;
        }
        ByteBuf copy = Unpooled.buffer(HEADER + chunk.dataLength());
        chunk.write(copy);
        int position = HEADER + random.nextInt(chunk.dataLength());
        copy.setByte(position, copy.getByte(position) ^ 1 << random.nextInt(8));
        return Chunk.wrap(copy);
    }

    /** Something in place of a frame that means nothing. */
    ByteBuf frame() {
        ByteBuf frame = Unpooled.buffer();
        switch (random.nextInt(6)) {
            case 0 -> frame.writeInt(Integer.MAX_VALUE - random.nextInt(1_000));
            case 1 -> frame.writeInt(random.nextInt(4)).writeInt(0);
            case 2 -> frame.writeInt(-1 - random.nextInt(1_000));
            case 3 ->
                frame.writeInt(9)
                        .writeShort(CONFIRM)
                        .writeShort(1)
                        .writeByte(0)
                        .writeInt(1 + random.nextInt(1 << 30)); // the number of ids that should follow
            case 4 -> frame.writeInt(12).writeShort(UNKNOWN).writeShort(1).writeLong(random.nextLong());
            default ->
                frame.writeInt(18)
                        .writeShort(QUERY_OFFSET_RESPONSE)
                        .writeShort(1)
                        .writeInt(UNUSED_CORRELATION + random.nextInt(1_000))
                        .writeShort(1)
                        .writeLong(random.nextLong());
        }
        return frame;
    }
}
