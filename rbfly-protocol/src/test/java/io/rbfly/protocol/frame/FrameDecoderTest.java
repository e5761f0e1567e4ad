package io.rbfly.protocol.frame;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.rbfly.protocol.Hex;
import io.rbfly.protocol.command.UnknownCommand;
import io.rbfly.protocol.command.connection.Heartbeat;
import io.rbfly.protocol.command.connection.Tune;
import io.rbfly.protocol.command.subscribing.Credit;
import io.rbfly.protocol.command.subscribing.QueryOffset;
import io.rbfly.protocol.wire.ProtocolException;
import io.rbfly.protocol.wire.ResponseCode;
import java.util.List;
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
    @ValueSource(ints = {0x0000, 0x8000, 0x0020, 0x8020, 0x0063, 0x7fff, 0xffff})
    void unknownKeyIsAnUnknownCommand(int key) {
        assertThat(fromBroker(key, 1)).isEqualTo(unknown(key, 1));
        assertThat(fromClient(key, 1)).isEqualTo(unknown(key, 1));
    }

    @ParameterizedTest
    @CsvSource({
        "0x0008, 3",
        "0x0008, 0",
        "0x0002, 2",
        "0x8018, 2",
        "0x001a, 2",
        "0x0003, 2",
        "0x8015, 2",
        "0x0017, 0xffff",
        "0x8009, 0"
    })
    void unknownVersionOfABrokerIsAnUnknownCommand(int key, int version) {
        assertThat(fromBroker(key, version)).isEqualTo(unknown(key, version));
    }

    @ParameterizedTest
    @CsvSource({
        "0x0002, 3",
        "0x0002, 0",
        "0x0008, 2",
        "0x001d, 2",
        "0x801a, 2",
        "0x0001, 2",
        "0x8016, 3",
        "0x0017, 0x0101"
    })
    void unknownVersionOfAClientIsAnUnknownCommand(int key, int version) {
        assertThat(fromClient(key, version)).isEqualTo(unknown(key, version));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 5, 6, 7, 9, 10, 11, 12, 13, 14, 15, 17, 18, 19, 21, 27, 28, 29, 30, 31})
    void commandOfClientsIsUnknownFromABroker(int key) {
        assertThat(fromBroker(key, 1)).isEqualTo(unknown(key, 1));
    }

    @ParameterizedTest
    @ValueSource(ints = {0x8002, 0x8003, 0x8004, 0x8008, 0x800a, 0x8010, 0x8014, 0x8017, 0x801a})
    void responseThatDoesNotExistIsUnknownFromABroker(int key) {
        assertThat(fromBroker(key, 1)).isEqualTo(unknown(key, 1));
    }

    @ParameterizedTest
    @ValueSource(ints = {0x0003, 0x0004, 0x0008, 0x0010, 0x001a})
    void commandOfBrokersIsUnknownFromAClient(int key) {
        assertThat(fromClient(key, 1)).isEqualTo(unknown(key, 1));
    }

    @ParameterizedTest
    @ValueSource(
            ints = {
                1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 21, 23, 24, 25, 27, 28, 29, 30, 31
            })
    void responseIsUnknownFromAClientExceptToTuneCloseAndConsumerUpdate(int number) {
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

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0001 0001 00000008 05 0000 0004 64656d6f", // DeclarePublisher
                "0002 0001 05 00000001 0000000000000000 00000002 6161", // Publish
                "0002 0002 05 00000001 0000000000000003 0002 6575 00000002 6d31", // Publish, version 2
                "0005 0001 00000009 0006 6e6f626f6479 0004 64656d6f", // QueryPublisherSequence
                "0006 0001 0000000e 05", // DeletePublisher
                "0009 0001 01 0001", // Credit
                "000a 0001 0005 6170702d31 0004 64656d6f 0000000000000004", // StoreOffset
                "000b 0001 0000000b 0005 6170702d31 0004 64656d6f", // QueryOffset
                "000c 0001 0000000d 01", // Unsubscribe
                "000e 0001 0000000f 0004 64656d6f", // Delete
                "000f 0001 0000000c 00000001 0004 64656d6f", // Metadata
                "0012 0001 00000002", // SaslHandshake
                "0013 0001 00000003 0005 504c41494e 00000002 0000", // SaslAuthenticate
                "0014 0001 00100000 0000003c", // Tune
                "8014 0001 00100000 0000003c", // Tune with the response bit
                "0015 0001 00000004 0001 2f", // Open
                "0016 0001 00000010 0001 0002 4f4b", // Close
                "8016 0001 00000001 0001", // its answer
                "0017 0001", // Heartbeat
                "0018 0001 00000008 0001 31 0002 7331", // Route
                "0019 0001 00000007 0002 7331", // Partitions
                "801a 0001 00000000 0001 0000", // answer to ConsumerUpdate
                "001b 0001 00000005 00000001 0008 0001 0002", // ExchangeCommandVersions
                "001c 0001 00000011 0002 7231", // StreamStats
                "001e 0001 00000008 0002 7432" // DeleteSuperStream
            })
    void bytesLeftOverMakeAFrameUnknownForBrokers(String hex) {
        Frame exact = FrameDecoder.fromClientStrictly(Hex.buffer(hex));
        assertThat(exact.command()).isNotInstanceOf(UnknownCommand.class);
        assertThat(exact).isEqualTo(FrameDecoder.fromClient(Hex.buffer(hex)));
        ByteBuf header = Hex.buffer(hex);
        assertThat(FrameDecoder.fromClientStrictly(Hex.slice(Hex.bytes(hex + "00"))))
                .isEqualTo(unknown(header.getUnsignedShort(0), header.getUnsignedShort(2)));
        assertThat(FrameDecoder.fromClient(Hex.buffer(hex + "00"))).isEqualTo(exact);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0011 0001 00000001 %s 0001 61 0001 62 0001 63 0001 64", // PeerProperties
                "0007 0001 0000000a 01 0004 64656d6f 0001 0001 %s 0001 61 0001 62 0001 63 0001 64", // Subscribe
                "000d 0001 00000007 0004 64656d6f %s 0001 61 0001 62 0001 63 0001 64", // Create
                "001d 0001 00000001 0001 73 00000001 0001 70 00000001 0001 6b %s 0001 61 0001 62 0001 63 0001 64",
                "001f 0001 00000009 0002 7232 0001 %s 0001 61 0001 62 0001 63 0001 64" // ResolveOffsetSpec
            })
    void countOfPropertiesIsIgnoredForBrokers(String hex) {
        Frame exact = FrameDecoder.fromClient(Hex.buffer(String.format(hex, "00000002")));
        for (String count : List.of("00000000", "00000001", "00000002", "00000003", "ffffffff")) {
            assertThat(FrameDecoder.fromClientStrictly(Hex.buffer(String.format(hex, count))))
                    .isEqualTo(exact);
        }
        assertThatExceptionOfType(ProtocolException.class)
                .isThrownBy(() -> FrameDecoder.fromClientStrictly(Hex.buffer(String.format(hex, "00000002") + "00")));
    }

    @Test
    void whatIsUnknownToClientsIsUnknownToBrokers() {
        assertThat(FrameDecoder.fromClientStrictly(frame(0x0063, 1, "0102"))).isEqualTo(unknown(0x0063, 1));
        assertThat(FrameDecoder.fromClientStrictly(frame(0x0063, 1, NO_BODY))).isEqualTo(unknown(0x0063, 1));
        assertThatExceptionOfType(ProtocolException.class)
                .isThrownBy(() -> FrameDecoder.fromClientStrictly(Hex.buffer("0017 00")));
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
