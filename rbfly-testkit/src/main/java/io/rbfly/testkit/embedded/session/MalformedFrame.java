package io.rbfly.testkit.embedded.session;

import io.netty.buffer.ByteBuf;
import io.rbfly.protocol.wire.CommandKey;
import io.rbfly.protocol.wire.ProtocolException;
import io.rbfly.protocol.wire.Wire;

/**
 * What a broker does with a frame that it cannot read. It answers with Close if the fixed fields at the beginning of
 * the frame are cut, but it fails and drops the connection if these are complete and what follows is not valid.
 */
final class MalformedFrame {
    private static final int VERSION = 1;
    private static final int HIGHEST_KEY = 0x1f;
    private static final int STATUS_BYTES = 6; // a correlation id, and a code or what ConsumerUpdate has
    private static final int CONFIRM_BYTES = 8;
    private static final int FAILURE_BYTES = 10;

    private MalformedFrame() {}

    /** Whether the broker drops the connection, for a frame that cannot be decoded or whose command is unknown. */
    static boolean dropsConnection(ByteBuf frame) {
        ByteBuf in = frame.duplicate();
        try {
            int number = Wire.readUint16(in);
            int version = Wire.readUint16(in);
            boolean response = (number & CommandKey.RESPONSE_BIT) != 0;
            CommandKey key = CommandKey.of(number);
            if (key == null) {
                return response && version == VERSION && in.readableBytes() == STATUS_BYTES;
            } else if (version != VERSION) {
                return false;
            } else if (key == CommandKey.CONSUMER_UPDATE && !response) {
                return isRequestWithoutTruthValue(in);
            } else if (response && key != CommandKey.CONSUMER_UPDATE) {
                return false;
            }
            return hasFixedFields(key, in);
        } catch (ProtocolException e) {
            return false;
        }
    }

    private static boolean hasFixedFields(CommandKey key, ByteBuf in) {
        if (key == CommandKey.PUBLISH_CONFIRM || key == CommandKey.PUBLISH_ERROR) {
            return isListOfWrongLength(key, in);
        }
        Wire.readInt32(in); // the correlation id
        switch (key) {
            case SUBSCRIBE -> {
                Wire.readUint8(in);
                Wire.readString(in);
                Wire.readUint16(in);
            }
            case CREATE, CREATE_SUPER_STREAM -> {
                Wire.readString(in);
                Wire.readInt32(in);
            }
            case SASL_AUTHENTICATE -> Wire.readString(in);
            case PEER_PROPERTIES, METADATA, EXCHANGE_COMMAND_VERSIONS, CONSUMER_UPDATE -> Wire.readInt32(in);
            case RESOLVE_OFFSET_SPEC -> {
                Wire.readString(in);
                Wire.readUint16(in);
            }
            default -> {
                return false;
            }
        }
        return true;
    }

    private static boolean isRequestWithoutTruthValue(ByteBuf in) {
        return in.readableBytes() == STATUS_BYTES && Byte.toUnsignedInt(in.getByte(in.writerIndex() - 1)) > 1;
    }

    /** Brokers read also what only they send, to refuse it then. */
    private static boolean isListOfWrongLength(CommandKey key, ByteBuf in) {
        Wire.readUint8(in);
        Wire.readInt32(in);
        return key == CommandKey.PUBLISH_CONFIRM
                ? in.readableBytes() % CONFIRM_BYTES != 0
                : !in.isReadable() || in.readableBytes() % FAILURE_BYTES != 0;
    }

    /** Whether the broker knows a command, so that its versions can be announced. */
    static boolean isKnown(int key) {
        return key > 0 && key <= HIGHEST_KEY;
    }
}
