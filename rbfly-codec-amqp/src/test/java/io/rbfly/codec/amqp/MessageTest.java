package io.rbfly.codec.amqp;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Complete messages with every section, written by this codec and by others. */
class MessageTest {

    @ParameterizedTest
    @MethodSource("all")
    void isReadWithEverySection(MessageVector vector) {
        AmqpMessage message = Hex.decoded(vector.hex());

        assertThat(message).isEqualTo(vector.message()).hasSameHashCodeAs(vector.message());
        assertThat(message.toString()).isEqualTo(vector.message().toString());
        assertThat(message.header()).isEqualTo(vector.message().header());
        assertThat(message.properties()).isEqualTo(vector.message().properties());
    }

    @ParameterizedTest
    @MethodSource("shortest")
    void isWrittenInItsShortestForm(MessageVector vector) {
        assertThat(Hex.encoded(vector.message())).isEqualTo(Hex.strip(vector.hex()));
    }

    @ParameterizedTest
    @MethodSource("all")
    void isWrittenAsItCameWhenItWasReceived(MessageVector vector) {
        AmqpMessage untouched = Hex.decoded(vector.hex());
        AmqpMessage read = Hex.decoded(vector.hex()).decodeAll();

        assertThat(Hex.encoded(untouched)).isEqualTo(Hex.strip(vector.hex()));
        assertThat(Hex.encoded(read)).isEqualTo(Hex.strip(vector.hex()));
    }

    @ParameterizedTest
    @MethodSource("all")
    void isTheSameAfterItWasBuiltAgain(MessageVector vector) {
        AmqpMessage again = Hex.decoded(vector.hex()).toBuilder().build();

        assertThat(again).isEqualTo(vector.message());
        assertThat(Hex.decoded(Hex.encoded(again))).isEqualTo(vector.message());
    }

    @ParameterizedTest
    @MethodSource("all")
    void isReadFromTheMiddleOfAnArray(MessageVector vector) {
        byte[] octets = vector.octets();
        byte[] array = new byte[octets.length + 20];
        Arrays.fill(array, (byte) 0x45);
        System.arraycopy(octets, 0, array, 13, octets.length);

        AmqpMessage message = AmqpMessage.decode(array, 13, octets.length);

        assertThat(message).isEqualTo(vector.message());
        assertThat(message.raw()).isEqualTo(ByteBuffer.wrap(octets));
    }

    static List<MessageVector> all() {
        return MessageVector.all();
    }

    static Stream<MessageVector> shortest() {
        return MessageVector.all().stream().filter(MessageVector::shortest);
    }
}
