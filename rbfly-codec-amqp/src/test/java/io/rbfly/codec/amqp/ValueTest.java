package io.rbfly.codec.amqp;

import static org.assertj.core.api.Assertions.assertThat;

import io.rbfly.codec.amqp.type.ValueEquality;
import io.rbfly.codec.amqp.value.ValueSkipper;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Values of every type in every encoding. The body of a message is a value, so messages carry them here. */
class ValueTest {
    private static final String HEAD = "005377";

    @ParameterizedTest
    @MethodSource("all")
    void isReadFromEachOfItsEncodings(ValueVector vector) {
        Object value = Hex.decoded(HEAD, vector.hex()).body();

        assertThat(ValueEquality.equal(value, vector.value()))
                .as("%s is %s", value, vector.value())
                .isTrue();
    }

    @ParameterizedTest
    @MethodSource("shortest")
    void isWrittenInItsShortestEncoding(ValueVector vector) {
        AmqpMessage message = AmqpMessage.builder().value(vector.value()).build();

        assertThat(Hex.encoded(message)).isEqualTo(HEAD + Hex.strip(vector.hex()));
    }

    @ParameterizedTest
    @MethodSource("all")
    void isReadBackAsTheSameTypeFromWhatWeWrite(ValueVector vector) {
        AmqpMessage message = AmqpMessage.builder().value(vector.value()).build();
        AmqpMessage copy = Hex.decoded(Hex.encoded(message));

        assertThat(copy).isEqualTo(message).hasSameHashCodeAs(message);
        assertThat(copy.toString()).isEqualTo(message.toString());
    }

    @ParameterizedTest
    @MethodSource("all")
    void staysTheSameInAList(ValueVector vector) {
        List<?> list = Arrays.asList(vector.value(), vector.value());
        AmqpMessage message = AmqpMessage.of(list);

        assertThat(Hex.decoded(Hex.encoded(message))).isEqualTo(message);
    }

    @ParameterizedTest
    @MethodSource("all")
    void isSkippedWithoutBeingRead(ValueVector vector) {
        byte[] octets = vector.octets();

        assertThat(ValueSkipper.end(octets, 0, 0, octets.length)).isEqualTo(octets.length);
    }

    static List<ValueVector> all() {
        return ValueVector.all();
    }

    static Stream<ValueVector> shortest() {
        return ValueVector.all().stream().filter(ValueVector::shortest);
    }
}
