package io.rbfly.codec.amqp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.rbfly.codec.amqp.error.AmqpEncodeException;
import io.rbfly.codec.amqp.type.AmqpArray;
import io.rbfly.codec.amqp.type.AmqpType;
import io.rbfly.codec.amqp.type.DescribedType;
import io.rbfly.codec.amqp.type.Symbol;
import io.rbfly.codec.amqp.type.UnsignedLong;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What cannot be written is refused with the path to it, and nothing is written. */
class UnencodableTest {

    @Test
    void aClassWithoutAnAmqpTypeIsRefused() {
        assertRefused(AmqpMessage.of(new Object()), "body", "java.lang.Object has no AMQP type");
        assertRefused(AmqpMessage.of('c'), "body", "java.lang.Character has no AMQP type (use CodePoint or String)");
        assertRefused(AmqpMessage.of(new int[1]), "body", "int[] has no AMQP type (use AmqpArray or List)");
        assertRefused(AmqpMessage.of(BigDecimal.ONE), "body", "java.math.BigDecimal has no AMQP type");
    }

    @Test
    void thePathLeadsThroughListsMapsArraysAndDescribedValues() {
        Object bad = new Object();

        assertPath(Arrays.asList(1, null, bad), "body[2]");
        assertPath(Map.of("a", List.of(bad)), "body[\"a\"][0]");
        assertPath(Map.of(Symbol.of("s"), Map.of(1, bad)), "body[s][1]");
        assertPath(Map.of(List.of(bad), 1), "body[key][0]");
        assertPath(AmqpArray.of(AmqpType.LIST, List.of(List.of(), List.of(1, bad))), "body[1][1]");
        assertPath(AmqpArray.of(AmqpType.MAP, List.of(Map.of("k", bad))), "body[0][\"k\"]");
        assertPath(
                AmqpArray.of(AmqpType.ARRAY, List.of(AmqpArray.of(AmqpType.LIST, List.of(List.of(bad))))),
                "body[0][0][0]");
        assertPath(List.of(new DescribedType(Symbol.of("d"), List.of(bad))), "body[0]@d[0]");
    }

    @Test
    void thePathStartsAtTheSection() {
        Object bad = new Object();
        String unpaired = "\ud800";

        assertRefused(
                AmqpMessage.builder().applicationProperty("k", bad).build(),
                "application-properties[\"k\"]",
                "java.lang.Object (expected: a value of a simple type)");
        assertRefused(
                AmqpMessage.builder().messageAnnotation("x-opt-m", List.of(bad)).build(),
                "message-annotations[x-opt-m][0]",
                "java.lang.Object has no AMQP type");
        assertRefused(
                AmqpMessage.builder().deliveryAnnotation("x-opt-d", bad).build(),
                "delivery-annotations[x-opt-d]",
                "java.lang.Object has no AMQP type");
        assertRefused(
                AmqpMessage.builder().footer("x-opt-f", bad).build(),
                "footer[x-opt-f]",
                "java.lang.Object has no AMQP type");
        assertRefused(
                AmqpMessage.builder()
                        .properties(
                                MessageProperties.builder().subject(unpaired).build())
                        .build(),
                "properties.subject",
                "string has an unpaired surrogate U+D800 at index 0");
        assertRefused(
                AmqpMessage.builder()
                        .sequence(List.of(1))
                        .sequence(List.of(1, bad))
                        .build(),
                "body section 1 [1]",
                "java.lang.Object has no AMQP type");
    }

    @Test
    void aStringWithAnUnpairedSurrogateIsRefused() {
        assertRefused(AmqpMessage.of("é\ud83d"), "body", "string has an unpaired surrogate U+D83D at index 1");
        assertRefused(AmqpMessage.of("a\ude00b"), "body", "string has an unpaired surrogate U+DE00 at index 1");
        assertRefused(AmqpMessage.of("\ude00\ud83d"), "body", "string has an unpaired surrogate U+DE00 at index 0");
    }

    @Test
    void anInstantBeyondTheRangeOfMillisecondsIsRefused() {
        assertRefused(
                AmqpMessage.of(Instant.MAX),
                "body",
                "+1000000000-12-31T23:59:59.999999999Z is out of range for a timestamp in milliseconds");
    }

    @Test
    void anInstantLosesWhatIsBelowAMillisecond() {
        assertThat(Hex.decoded(Hex.encoded(Instant.ofEpochSecond(-1, 999_999_999)))
                        .body())
                .isEqualTo(Instant.ofEpochMilli(-1));
    }

    @Test
    void aListThatContainsItselfIsRefused() {
        List<Object> list = new ArrayList<>();
        list.add(1);
        list.add(list);

        assertThatExceptionOfType(AmqpEncodeException.class)
                .isThrownBy(() -> Hex.encoded(list))
                .withMessageStartingWith("body[1][1][1][1]")
                .withMessageEndingWith("values are nested deeper than 64 levels, or one contains itself");
    }

    @Test
    void whatIsNestedTooDeepIsRefusedByWriterAndReaderAlike() {
        Object nested = List.of();
        for (int i = 0; i < 64; i++) {
            nested = i % 2 == 0 ? List.of(nested) : new DescribedType(UnsignedLong.of(i), nested);
        }
        AmqpMessage deepest = AmqpMessage.of(nested);

        assertThat(Hex.decoded(Hex.encoded(deepest)).decodeAll()).isEqualTo(deepest);
        assertThatExceptionOfType(AmqpEncodeException.class).isThrownBy(() -> Hex.encoded(List.of(deepest.body())));
    }

    @Test
    void aMapWhoseKeysAreEqualInAmqpIsRefused() {
        Map<Object, Object> map = ValueVector.map(new byte[] {1}, "a", new byte[] {1}, "b");

        assertRefused(AmqpMessage.of(map), "body", "map has the same key twice");
    }

    @Test
    void anArrayOfMoreNullsThanCanBeReadIsRefused() {
        assertRefused(
                AmqpMessage.of(AmqpArray.of(AmqpType.NULL, Collections.nCopies(256, null))),
                "body",
                "array of 256 nulls (expected: at most 255)");
    }

    @Test
    void anArrayDescribedTooOftenIsRefused() {
        AmqpArray array = AmqpArray.ofInts();
        for (int i = 0; i < 65; i++) {
            array = array.describedBy(UnsignedLong.of(i));
        }

        assertRefused(AmqpMessage.of(array), "body", "array has more than 64 descriptors");
    }

    private static void assertPath(Object body, String path) {
        assertRefused(AmqpMessage.of(body), path, "java.lang.Object has no AMQP type");
    }

    private static void assertRefused(AmqpMessage message, String path, String reason) {
        ByteBuf buffer = Unpooled.buffer();
        buffer.writeByte(1);

        assertThatExceptionOfType(AmqpEncodeException.class)
                .isThrownBy(() -> message.encode(buffer))
                .withMessage(path + ": " + reason)
                .satisfies(e -> assertThat(e.path()).isEqualTo(path));
        assertThat(buffer.readableBytes()).isEqualTo(1);
    }
}
