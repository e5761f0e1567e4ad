package io.rbfly.protocol.command.subscribing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.rbfly.protocol.Hex;
import io.rbfly.protocol.command.subscribing.OffsetSpec.At;
import io.rbfly.protocol.command.subscribing.OffsetSpec.First;
import io.rbfly.protocol.command.subscribing.OffsetSpec.Last;
import io.rbfly.protocol.command.subscribing.OffsetSpec.Next;
import io.rbfly.protocol.command.subscribing.OffsetSpec.None;
import io.rbfly.protocol.command.subscribing.OffsetSpec.Timestamp;
import io.rbfly.protocol.wire.ProtocolException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class OffsetSpecTest {
    private static Stream<Arguments> specifications() {
        return Stream.of(
                arguments("0000", new None()),
                arguments("0001", new First()),
                arguments("0002", new Last()),
                arguments("0003", new Next()),
                arguments("0004 0000000000000000", new At(0)),
                arguments("0004 7fffffffffffffff", new At(Long.MAX_VALUE)),
                arguments("0004 8000000000000000", new At(Long.MIN_VALUE)),
                arguments("0004 ffffffffffffffff", new At(-1)),
                arguments("0005 0000017d1e5d8d10", new Timestamp(1_636_891_987_216L)),
                arguments("0005 ffffffffffffffff", new Timestamp(-1)));
    }

    @ParameterizedTest
    @MethodSource("specifications")
    void specificationIsWrittenAndRead(String hex, OffsetSpec specification) {
        ByteBuf out = Unpooled.buffer();
        specification.write(out);
        Hex.assertBytes(out, hex);
        assertThat(OffsetSpec.read(Hex.buffer(hex))).isEqualTo(specification);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0000", "0001", "0002", "0003"})
    void specificationWithoutValueReadsNoMore(String hex) {
        ByteBuf in = Hex.buffer(hex + "000a");
        OffsetSpec.read(in);
        Hex.assertBytes(in, "000a");
    }

    @Test
    void onlyASpecificationOfAStartIsWrittenAsStart() {
        ByteBuf out = Unpooled.buffer();
        new At(1).writeStart(out);
        new Next().writeStart(out);
        Hex.assertBytes(out, "0004 0000000000000001 | 0003");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new None().writeStart(out))
                .withMessage("offset: none (expected: where to start)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "00", "0004", "0004 00000000000000", "0005", "0005 00000000000000"})
    void cutSpecificationIsRefused(String hex) {
        assertThatExceptionOfType(ProtocolException.class).isThrownBy(() -> OffsetSpec.read(Hex.buffer(hex)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0006", "0104", "ffff"})
    void unknownTypeIsRefused(String type) {
        assertThatExceptionOfType(ProtocolException.class)
                .isThrownBy(() -> OffsetSpec.read(Hex.buffer(type + "0000000000000000")))
                .withMessage("offset type " + Integer.parseInt(type, 16) + " (expected: 0..5)");
    }
}
