package io.rbfly.protocol.command.publishing;

import io.netty.buffer.ByteBuf;
import io.rbfly.protocol.command.OneWay;
import io.rbfly.protocol.wire.Check;
import io.rbfly.protocol.wire.CommandKey;
import io.rbfly.protocol.wire.ResponseCode;
import io.rbfly.protocol.wire.Wire;
import java.util.List;

/**
 * Reports that messages are not stored, protocol section 7.
 *
 * <pre>
 *   publisher id uint8 | [ publishing id uint64 | code uint16 ]
 * </pre>
 *
 * @param publisherId 0 to 255
 * @param failures one for each message
 */
public record PublishError(int publisherId, List<Failure> failures) implements OneWay {
    /** The reason why a message was refused. */
    public record Failure(long publishingId, ResponseCode code) {}

    public PublishError {
        Check.uint8("publisherId", publisherId);
        failures = List.copyOf(failures);
    }

    @Override
    public CommandKey key() {
        return CommandKey.PUBLISH_ERROR;
    }

    @Override
    public void encodeBody(ByteBuf out) {
        out.writeByte(publisherId);
        Wire.writeList(out, failures, (buffer, failure) -> {
            buffer.writeLong(failure.publishingId());
            failure.code().write(buffer);
        });
    }

    /** Reads the command. */
    public static PublishError decode(ByteBuf in) {
        return new PublishError(
                Wire.readUint8(in),
                Wire.readList(in, 10, each -> new Failure(Wire.readInt64(each), ResponseCode.read(each))));
    }
}
