package io.rbfly.protocol.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.rbfly.protocol.Hex;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ResponseCodeTest {
    @ParameterizedTest
    @CsvSource({
        "1, OK",
        "2, STREAM_DOES_NOT_EXIST",
        "3, SUBSCRIPTION_ID_ALREADY_EXISTS",
        "4, SUBSCRIPTION_ID_DOES_NOT_EXIST",
        "5, STREAM_ALREADY_EXISTS",
        "6, STREAM_NOT_AVAILABLE",
        "7, SASL_MECHANISM_NOT_SUPPORTED",
        "8, AUTHENTICATION_FAILURE",
        "9, SASL_ERROR",
        "10, SASL_CHALLENGE",
        "11, AUTHENTICATION_FAILURE_LOOPBACK",
        "12, VIRTUAL_HOST_ACCESS_FAILURE",
        "13, UNKNOWN_FRAME",
        "14, FRAME_TOO_LARGE",
        "15, INTERNAL_ERROR",
        "16, ACCESS_REFUSED",
        "17, PRECONDITION_FAILED",
        "18, PUBLISHER_DOES_NOT_EXIST",
        "19, NO_OFFSET",
        "20, SASL_CANNOT_CHANGE_MECHANISM",
        "21, SASL_CANNOT_CHANGE_USERNAME"
    })
    void codeHasTheNumberOfTheProtocol(int number, String name) throws ReflectiveOperationException {
        ResponseCode code = (ResponseCode) ResponseCode.class.getField(name).get(null);
        assertThat(code).hasToString(name);
        assertThat(code.isKnown()).isTrue();
        assertThat(code.number()).isEqualTo(number);
        assertThat(ResponseCode.of(number)).isSameAs(code);
        assertThat(code.description()).isNotBlank();

        ByteBuf out = Unpooled.buffer();
        code.write(out);
        Hex.assertBytes(out, String.format("%04x", number));
        assertThat(ResponseCode.read(out)).isSameAs(code);
    }

    @Test
    void noCodeIsUntested() {
        assertThat(ResponseCode.listed()).hasSize(21);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 22, 10_000, 0x8001, 0xffff})
    void otherNumbersAreKept(int number) {
        ResponseCode code = ResponseCode.of(number);

        assertThat(code.number()).isEqualTo(number);
        assertThat(code.isKnown()).isFalse();
        assertThat(code.description()).endsWith(" " + number);
        assertThat(code).isEqualTo(ResponseCode.of(number)).isNotEqualTo(ResponseCode.OK);
        ByteBuf out = Unpooled.buffer();
        code.write(out);
        assertThat(ResponseCode.read(out)).isEqualTo(code);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "00"})
    void cutCodeIsRefused(String hex) {
        assertThatExceptionOfType(ProtocolException.class).isThrownBy(() -> ResponseCode.read(Hex.buffer(hex)));
    }
}
