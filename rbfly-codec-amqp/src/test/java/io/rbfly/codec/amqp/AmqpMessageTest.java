package io.rbfly.codec.amqp;

import static io.rbfly.codec.amqp.MessageVector.utf8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import io.rbfly.codec.amqp.error.AmqpDecodeException;
import io.rbfly.codec.amqp.type.Symbol;
import java.nio.ByteBuffer;
import java.nio.ReadOnlyBufferException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AmqpMessageTest {
    private static final AmqpMessage FULL = AmqpMessage.builder()
            .header(MessageHeader.DEFAULT.withPriority(7))
            .messageAnnotation("x-opt-a", 1)
            .properties(MessageProperties.builder().messageId("m").build())
            .applicationProperty("é", 1L)
            .applicationProperty("key", "value")
            .applicationProperty("keys", null)
            .data(utf8("hello"))
            .build();

    @Test
    void ofAMessageIsTheMessage() {
        assertThat(AmqpMessage.of(FULL)).isSameAs(FULL);
    }

    @Test
    void ofABodyHasNothingElse() {
        for (AmqpMessage message : List.of(AmqpMessage.of("text"), Hex.decoded(Hex.encoded("text")))) {
            assertThat(message.header()).isEqualTo(MessageHeader.DEFAULT);
            assertThat(message.deliveryAnnotations()).isEmpty();
            assertThat(message.messageAnnotations()).isEmpty();
            assertThat(message.messageAnnotation("x-opt-a")).isNull();
            assertThat(message.properties()).isEqualTo(MessageProperties.EMPTY);
            assertThat(message.applicationProperties()).isEmpty();
            assertThat(message.applicationProperty("a")).isNull();
            assertThat(message.bodyType()).isEqualTo(BodyType.VALUE);
            assertThat(message.body()).isEqualTo("text");
            assertThat(message.footer()).isEmpty();
        }
    }

    @Test
    void findsOneApplicationPropertyWithAndWithoutTheOthers() {
        AmqpMessage received = Hex.decoded(Hex.encoded(FULL));
        for (AmqpMessage message : List.of(FULL, received, received.decodeAll())) {
            assertThat(message.applicationProperty("key")).isEqualTo("value");
            assertThat(message.applicationProperty("é")).isEqualTo(1L);
            assertThat(message.applicationProperty("keys")).isNull();
            assertThat(message.applicationProperty("ke")).isNull();
            assertThat(message.applicationProperty("keyss")).isNull();
            assertThat(message.applicationProperty("ü")).isNull();
            assertThat(message.messageAnnotation("x-opt-a")).isEqualTo(1);
        }
    }

    @Test
    void findsAnApplicationPropertyBeforeTheEndOfASectionThatIsMalformed() {
        AmqpMessage message = Hex.decoded("005374 c10c04 a10161 5401 a10162 a105ff 005375a00178");

        assertThat(message.applicationProperty("a")).isEqualTo(1);
        assertThatExceptionOfType(AmqpDecodeException.class).isThrownBy(() -> message.applicationProperty("b"));
        assertThatExceptionOfType(AmqpDecodeException.class).isThrownBy(message::applicationProperties);
    }

    @Test
    void takesNoMalformedKeyForTheReplacementCharacter() {
        assertThat(Hex.decoded("005374 c10602a101ff5401 005375a00178").applicationProperty("\ufffd"))
                .isNull();
    }

    @Test
    void dataIsAViewThatShowsNothingElse() {
        byte[] octets = Hex.octets(Hex.encoded(FULL));
        AmqpMessage message = AmqpMessage.decode(octets);
        ByteBuffer data = message.data();

        assertThat(data).isEqualTo(ByteBuffer.wrap(utf8("hello"))).matches(ByteBuffer::isReadOnly);
        assertThat(data.capacity()).isEqualTo(5);
        octets[octets.length - 5] = 'H';
        assertThat(data.get(0)).as("not a copy").isEqualTo((byte) 'H');
        assertThatExceptionOfType(ReadOnlyBufferException.class).isThrownBy(() -> data.put(0, (byte) 0));
    }

    @Test
    void dataOfABuiltMessageIsReadOnly() {
        assertThat(FULL.data()).isEqualTo(ByteBuffer.wrap(utf8("hello"))).matches(ByteBuffer::isReadOnly);
    }

    @Test
    void dataOfSeveralSectionsIsJoined() {
        AmqpMessage built =
                AmqpMessage.builder().data(utf8("ab")).data(utf8("cd")).build();
        for (AmqpMessage message : List.of(built, Hex.decoded(Hex.encoded(built)))) {
            assertThat(message.data()).isEqualTo(ByteBuffer.wrap(utf8("abcd"))).matches(ByteBuffer::isReadOnly);
            assertThat(message.body()).isEqualTo(utf8("abcd"));
            assertThat(message.bodySections()).hasSize(2).first().isEqualTo(utf8("ab"));
        }
    }

    @Test
    void dataOfAnotherBodyIsRefused() {
        assertThatIllegalStateException()
                .isThrownBy(() -> AmqpMessage.of("text").data())
                .withMessage("body is of type VALUE (expected: DATA)");
        assertThatIllegalStateException()
                .isThrownBy(() -> Hex.decoded("00537645").data())
                .withMessage("body is of type SEQUENCE (expected: DATA)");
    }

    @Test
    void sequencesAreJoined() {
        AmqpMessage built = AmqpMessage.builder()
                .sequence(List.of(1, 2))
                .sequence(List.of("c"))
                .build();
        for (AmqpMessage message : List.of(built, Hex.decoded(Hex.encoded(built)))) {
            assertThat(message.bodyType()).isEqualTo(BodyType.SEQUENCE);
            assertThat(message.body()).isEqualTo(List.of(1, 2, "c"));
            assertThat(message.bodySections()).isEqualTo(List.of(List.of(1, 2), List.of("c")));
        }
    }

    @Test
    void rawIsWhatIsEncoded() {
        byte[] octets = Hex.octets(Hex.encoded(FULL));

        assertThat(FULL.raw()).isEqualTo(ByteBuffer.wrap(octets)).matches(ByteBuffer::isReadOnly);
        assertThat(AmqpMessage.decode(octets).raw())
                .isEqualTo(ByteBuffer.wrap(octets))
                .matches(ByteBuffer::isReadOnly);
    }

    @Test
    void decodedRangeMustBeInTheArray() {
        assertThatExceptionOfType(IndexOutOfBoundsException.class)
                .isThrownBy(() -> AmqpMessage.decode(new byte[10], 5, 6));
    }

    @Test
    void readListsAndMapsAreUnmodifiable() {
        List<?> list = (List<?>) Hex.decoded("005377 c003015401").body();
        Map<String, Object> properties = Hex.decoded(Hex.encoded(FULL)).applicationProperties();

        assertThatExceptionOfType(UnsupportedOperationException.class).isThrownBy(() -> list.remove(0));
        assertThatExceptionOfType(UnsupportedOperationException.class).isThrownBy(() -> properties.put("a", 1));
        assertThatExceptionOfType(UnsupportedOperationException.class).isThrownBy(() -> properties.remove("key"));
        assertThatExceptionOfType(UnsupportedOperationException.class)
                .isThrownBy(() -> properties.entrySet().iterator().next().setValue(1));
    }

    @Test
    void toStringLeavesOutWhatIsEmptyAndCutsWhatIsLong() {
        assertThat(AmqpMessage.of("x".repeat(1000)).toString())
                .isEqualTo("AmqpMessage[body=\"" + "x".repeat(100) + "\"... (1000 chars)]");
        assertThat(AmqpMessage.of(new byte[1000]).toString())
                .isEqualTo("AmqpMessage[body=0x" + "00".repeat(32) + "... (1000 bytes)]");
        assertThat(AmqpMessage.builder()
                        .properties(MessageProperties.builder().messageId("m").build())
                        .applicationProperty("k", 1)
                        .footer("f", Symbol.of("end"))
                        .value(null)
                        .build())
                .hasToString("AmqpMessage[properties={message-id=\"m\"}, applicationProperties={\"k\"=1}, body=null, "
                        + "footer={f=end}]");
    }

    @Test
    void messagesDifferInEachSection() {
        List<AmqpMessage> others = List.of(
                FULL.toBuilder().header(MessageHeader.DEFAULT).build(),
                FULL.toBuilder().deliveryAnnotation("d", 1).build(),
                FULL.toBuilder().messageAnnotation("x-opt-a", 1L).build(),
                FULL.toBuilder().properties(MessageProperties.EMPTY).build(),
                FULL.toBuilder().applicationProperty("key", Symbol.of("value")).build(),
                FULL.toBuilder().body("hello").build(),
                FULL.toBuilder().data(new byte[0]).build(),
                FULL.toBuilder().footer("f", 1).build());
        for (AmqpMessage other : others) {
            assertThat(other).isNotEqualTo(FULL);
            assertThat(Hex.decoded(Hex.encoded(other))).isNotEqualTo(Hex.decoded(Hex.encoded(FULL)));
        }
        assertThat(FULL)
                .isEqualTo(FULL)
                .isNotEqualTo("hello")
                .isEqualTo(FULL.toBuilder().build());
    }

    @Test
    void builderRefusesTwoKindsOfBodies() {
        assertThatIllegalStateException()
                .isThrownBy(() -> AmqpMessage.builder().data(new byte[0]).value(1))
                .withMessage("body of type VALUE after one of type DATA");
        assertThatIllegalStateException()
                .isThrownBy(() -> AmqpMessage.builder().value(1).value(2));
        assertThatIllegalStateException()
                .isThrownBy(() -> AmqpMessage.builder().sequence(List.of()).data(new byte[0]));
    }

    @Test
    void builderReplacesTheBody() {
        assertThat(AmqpMessage.builder().data(new byte[0]).body("text").build()).isEqualTo(AmqpMessage.of("text"));
        assertThat(AmqpMessage.builder().value(1).body(new byte[1]).build()).isEqualTo(AmqpMessage.of(new byte[1]));
    }

    @Test
    void builderRefusesNamesThatCannotBeWritten() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> AmqpMessage.builder().messageAnnotation("é", 1))
                .withMessage("symbol has U+00E9 at index 0 (expected: ASCII)");
        assertThatNullPointerException().isThrownBy(() -> AmqpMessage.builder().applicationProperty(null, 1));
        assertThatNullPointerException().isThrownBy(() -> AmqpMessage.builder().data(null));
    }

    @Test
    void builderCanGoOn() {
        AmqpMessageBuilder builder = AmqpMessage.builder().applicationProperties(Map.of("a", 1));
        AmqpMessage first = builder.build();
        builder.applicationProperty("b", 2).data(new byte[1]);

        assertThat(first.applicationProperties()).isEqualTo(Map.of("a", 1));
        assertThat(first.body()).isEqualTo(new byte[0]);
        assertThat(builder.build().applicationProperties()).isEqualTo(Map.of("a", 1, "b", 2));
    }
}
