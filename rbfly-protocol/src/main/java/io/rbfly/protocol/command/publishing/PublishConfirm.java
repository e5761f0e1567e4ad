package io.rbfly.protocol.command.publishing;

import io.netty.buffer.ByteBuf;
import io.rbfly.protocol.command.OneWay;
import io.rbfly.protocol.wire.Check;
import io.rbfly.protocol.wire.CommandKey;
import io.rbfly.protocol.wire.Wire;
import java.util.Arrays;

/**
 * Confirms that messages are stored, protocol section 7.
 *
 * <pre>
 *   publisher id uint8 | publishing ids [uint64]
 * </pre>
 *
 * @param publisherId 0 to 255
 * @param publishingIds unsigned, in the order in which the messages were stored; must not be modified
 */
public record PublishConfirm(int publisherId, long[] publishingIds) implements OneWay {
    public PublishConfirm {
        Check.uint8("publisherId", publisherId);
    }

    @Override
    public CommandKey key() {
        return CommandKey.PUBLISH_CONFIRM;
    }

    @Override
    public void encodeBody(ByteBuf out) {
        out.writeByte(publisherId);
        out.writeInt(publishingIds.length);
        for (long id : publishingIds) {
            out.writeLong(id);
        }
    }

    /** Reads the command. */
    public static PublishConfirm decode(ByteBuf in) {
        int publisherId = Wire.readUint8(in);
        long[] ids = new long[Wire.readCount(in, 8)];
        for (int i = 0; i < ids.length; i++) {
            ids[i] = in.readLong();
        }
        return new PublishConfirm(publisherId, ids);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof PublishConfirm that
                && publisherId == that.publisherId
                && Arrays.equals(publishingIds, that.publishingIds);
    }

    @Override
    public int hashCode() {
        return 31 * publisherId + Arrays.hashCode(publishingIds);
    }

    @Override
    public String toString() {
        return "PublishConfirm[publisherId=" + publisherId + ", " + publishingIds.length + " ids]";
    }
}
