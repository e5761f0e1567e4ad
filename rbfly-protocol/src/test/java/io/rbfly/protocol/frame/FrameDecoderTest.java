package io.rbfly.protocol.frame;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.rbfly.protocol.Hex;
import io.rbfly.protocol.SampleFrame;
import io.rbfly.protocol.command.UnknownCommand;
import io.rbfly.protocol.command.connection.Heartbeat;
import io.rbfly.protocol.command.connection.Tune;
import io.rbfly.protocol.command.subscribing.Credit;
import io.rbfly.protocol.command.subscribing.QueryOffset;
import io.rbfly.protocol.wire.ProtocolException;
import io.rbfly.protocol.wire.ResponseCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FrameDecoderTest {
    private static final String NO_BODY = "";

    private static ByteBuf frame(int key, int version, String body) {
        return Hex.buffer(String.format("%04x %04x", key, version) + body);
    }

    private static Frame unknown(int key, int version) {
        return new Frame(Frame.NO_CORRELATION, new UnknownCommand(key, version));
    }

    private static Frame fromBroker(int key, int version) {
        return FrameDecoder.fromBroker(frame(key, version, NO_BODY), false);
    }

    private static Frame fromClient(int key, int version) {
        return FrameDecoder.fromClient(frame(key, version, NO_BODY));
    }

    @ParameterizedTest
    @ValueSource(ints = {0x0000, 0x8000, 0x0018, 0x8018, 0x001a, 0x801d, 0x001f, 0x7fff, 0xffff})
    void unknownKeyIsAnUnknownCommand(int key) {
        assertThat(fromBroker(key, 1)).isEqualTo(unknown(key, 1));
        assertThat(fromClient(key, 1)).isEqualTo(unknown(key, 1));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0000000e 0018 0001 00000005 0002 00000000", // Route of 3.10.8
                "0000000e 8018 0001 00000005 0002 00000000", // Route of 4.0.5
                "0000000a 001a 0001 00000000 01 01" // ConsumerUpdate
            })
    void framesOfBrokersThatNobodyAskedForAreUnknownCommands(String hex) {
        assertThat(SampleFrame.fromBroker(hex).decode().command()).isInstanceOf(UnknownCommand.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"00000014 801a 0001 00000000 0001 0004 0000000000000002" // answer to ConsumerUpdate
            })
    void framesOfOtherClientsAreUnknownCommands(String hex) {
        assertThat(SampleFrame.fromClient(hex).decode().command()).isInstanceOf(UnknownCommand.class);
    }

    @ParameterizedTest
    @CsvSource({"0x0008, 2", "0x0008, 0", "0x0003, 2", "0x8015, 2", "0x0017, 0xffff", "0x8009, 0"})
    void unknownVersionOfABrokerIsAnUnknownCommand(int key, int version) {
        assertThat(fromBroker(key, version)).isEqualTo(unknown(key, version));
    }

    @ParameterizedTest
    @CsvSource({"0x0002, 3", "0x0002, 0", "0x0001, 2", "0x8016, 3", "0x0017, 0x0101"})
    void unknownVersionOfAClientIsAnUnknownCommand(int key, int version) {
        assertThat(fromClient(key, version)).isEqualTo(unknown(key, version));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 5, 6, 7, 9, 10, 11, 12, 13, 14, 15, 17, 18, 19, 21, 27, 28})
    void commandOfClientsIsUnknownFromABroker(int key) {
        assertThat(fromBroker(key, 1)).isEqualTo(unknown(key, 1));
    }

    @ParameterizedTest
    @ValueSource(ints = {0x8002, 0x8003, 0x8004, 0x8008, 0x800a, 0x8010, 0x8014, 0x8017})
    void responseThatDoesNotExistIsUnknownFromABroker(int key) {
        assertThat(fromBroker(key, 1)).isEqualTo(unknown(key, 1));
    }

    @ParameterizedTest
    @ValueSource(ints = {0x0003, 0x0004, 0x0008, 0x0010})
    void commandOfBrokersIsUnknownFromAClient(int key) {
        assertThat(fromClient(key, 1)).isEqualTo(unknown(key, 1));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 21, 23, 27, 28})
    void responseIsUnknownFromAClientExceptToTuneAndClose(int number) {
        int key = number | 0x8000;
        assertThat(fromClient(key, 1)).isEqualTo(unknown(key, 1));
    }

    @Test
    void tuneOfClientsMayHaveTheResponseBit() {
        Frame tune = new Frame(Frame.NO_CORRELATION, new Tune(4096, 10));
        String body = "00001000 0000000a";
        assertThat(FrameDecoder.fromClient(frame(0x0014, 1, body))).isEqualTo(tune);
        assertThat(FrameDecoder.fromClient(frame(0x8014, 1, body))).isEqualTo(tune);
        assertThat(FrameDecoder.fromBroker(frame(0x0014, 1, body), false)).isEqualTo(tune);
        assertThat(FrameDecoder.fromBroker(frame(0x8014, 1, body), false)).isEqualTo(unknown(0x8014, 1));
    }

    @Test
    void creditIsACommandFromClientsAndARefusalFromBrokers() {
        assertThat(FrameDecoder.fromClient(frame(0x0009, 1, "01 0004")))
                .isEqualTo(new Frame(Frame.NO_CORRELATION, new Credit(1, 4)));
        assertThat(FrameDecoder.fromBroker(frame(0x8009, 1, "0004 01"), false))
                .isEqualTo(new Frame(
                        Frame.NO_CORRELATION, new Credit.Refusal(ResponseCode.SUBSCRIPTION_ID_DOES_NOT_EXIST, 1)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "00", "0017", "0017 00"})
    void cutHeaderIsRefused(String hex) {
        assertThatExceptionOfType(ProtocolException.class)
                .isThrownBy(() -> FrameDecoder.fromBroker(Hex.buffer(hex), false));
        assertThatExceptionOfType(ProtocolException.class).isThrownBy(() -> FrameDecoder.fromClient(Hex.buffer(hex)));
    }

    @Test
    void refusedValueNamesTheCommandAndKeepsItsCause() {
        assertThatExceptionOfType(ProtocolException.class)
                .isThrownBy(() -> FrameDecoder.fromClient(frame(0x0009, 1, "01 0000")))
                .withMessage("CREDIT: credit: 0 (expected: 1..32767)")
                .withCauseExactlyInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void correlationIdIsUnsigned() {
        assertThat(FrameDecoder.fromBroker(frame(0x800b, 1, "80000001 0001 0000000000000000"), false))
                .isEqualTo(new Frame(0x80000001, new QueryOffset.Reply(ResponseCode.OK, 0)));
    }

    @Test
    void frameIsReadFromADirectBuffer() {
        ByteBuf direct = Unpooled.directBuffer().writeBytes(Hex.bytes("0017 0001"));
        try {
            assertThat(FrameDecoder.fromBroker(direct, false).command()).isEqualTo(new Heartbeat());
            assertThat(direct.refCnt()).isEqualTo(1);
        } finally {
            direct.release();
        }
    }
}
