package io.rbfly.protocol.frame;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.rbfly.protocol.Hex;
import io.rbfly.protocol.command.StatusResponse;
import io.rbfly.protocol.command.UnknownCommand;
import io.rbfly.protocol.command.connection.Close;
import io.rbfly.protocol.command.connection.Heartbeat;
import io.rbfly.protocol.command.connection.Open;
import io.rbfly.protocol.command.connection.Tune;
import io.rbfly.protocol.command.stream.Delete;
import io.rbfly.protocol.command.subscribing.Credit;
import io.rbfly.protocol.wire.CommandKey;
import io.rbfly.protocol.wire.ResponseCode;
import io.rbfly.protocol.wire.Wire;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FrameEncoderTest {
    private static final String TOO_LONG = "x".repeat(Wire.MAX_STRING_BYTES + 1);

    private static ByteBuf started() {
        return Unpooled.buffer().writeBytes(Hex.bytes("cafe"));
    }

    @Test
    void framesAreWrittenBehindWhatIsThere() {
        ByteBuf out = started();
        FrameEncoder.encode(out, new Heartbeat());
        FrameEncoder.encode(out, 7, new Delete("demo"));
        FrameEncoder.encode(out, 8, new StatusResponse(CommandKey.DELETE, ResponseCode.OK));
        Hex.assertBytes(out, """
                cafe                                         # was there before
                00000004 0017 0001                           # Heartbeat
                0000000e 000e 0001 00000007 0004 64656d6f    # Delete
                0000000a 800e 0001 00000008 0001             # its answer
                """);
    }

    @Test
    void responseBitIsSetForResponsesAndRefusedCreditsOnly() {
        ByteBuf out = Unpooled.buffer();
        FrameEncoder.encode(out, new Credit(1, 1));
        FrameEncoder.encode(out, new Credit.Refusal(ResponseCode.PRECONDITION_FAILED, 1));
        FrameEncoder.encode(out, new Tune(0, 0));
        Hex.assertBytes(out, """
                00000007 0009 0001 01 0001            # Credit
                00000007 8009 0001 0011 01            # refusal
                0000000c 0014 0001 00000000 00000000  # Tune
                """);
    }

    @Test
    void failureLeavesTheBufferAsItWas() {
        ByteBuf out = started();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> FrameEncoder.encode(out, 1, new Close(ResponseCode.OK, TOO_LONG)));
        Hex.assertBytes(out, "cafe");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> FrameEncoder.encode(out, 1, new Open.Reply(ResponseCode.OK, Map.of("a", TOO_LONG))));
        Hex.assertBytes(out, "cafe");
        assertThatThrownBy(() -> FrameEncoder.encode(out, new UnknownCommand(0x18, 1)))
                .isInstanceOf(IllegalStateException.class);
        Hex.assertBytes(out, "cafe");
        FrameEncoder.encode(out, new Heartbeat());
        Hex.assertBytes(out, "cafe 00000004 0017 0001");
    }

    @Test
    void fullBufferIsLeftAsItWas() {
        for (int capacity = 2; capacity < 2 + 18; capacity++) {
            ByteBuf out = Unpooled.buffer(capacity, capacity).writeBytes(Hex.bytes("cafe"));
            assertThatExceptionOfType(IndexOutOfBoundsException.class)
                    .as("capacity %d", capacity)
                    .isThrownBy(() -> FrameEncoder.encode(out, 7, new Delete("demo")));
            Hex.assertBytes(out, "cafe");
        }
    }

    @Test
    void correlationIdIsUnsigned() {
        ByteBuf out = Unpooled.buffer();
        FrameEncoder.encode(out, Integer.MIN_VALUE, new Delete("demo"));
        Hex.assertBytes(out, "0000000e 000e 0001 80000000 0004 64656d6f");
    }

    /** A sender may choose any correlation id; -1 denotes its absence only for frames without one. */
    @Test
    void correlationIdOfAllOnesIsWritten() {
        ByteBuf out = Unpooled.buffer();
        FrameEncoder.encode(out, -1, new StatusResponse(CommandKey.CLOSE, ResponseCode.OK));
        Hex.assertBytes(out, "0000000a 8016 0001 ffffffff 0001");
    }
}
