package io.rbfly.codec.amqp.type;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ValueTypesTest {

    @Test
    void aSymbolIsNotTheStringThatLooksTheSame() {
        assertThat((Object) Symbol.of("a")).isNotEqualTo("a").isEqualTo(new Symbol("a"));
        assertThat(Symbol.of("a")).hasToString("a").isLessThan(Symbol.of("b"));
        assertThatIllegalArgumentException().isThrownBy(() -> Symbol.of("a\u0080"));
    }

    @Test
    void unsignedNumbersRefuseWhatIsOutOfRange() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> UnsignedByte.of(256))
                .withMessage("ubyte: 256 (expected: 0 to 255)");
        assertThatIllegalArgumentException().isThrownBy(() -> UnsignedByte.of(-1));
        assertThatIllegalArgumentException().isThrownBy(() -> UnsignedShort.of(65536));
        assertThatIllegalArgumentException().isThrownBy(() -> UnsignedShort.of(-1));
        assertThatIllegalArgumentException().isThrownBy(() -> UnsignedInt.of(4294967296L));
        assertThatIllegalArgumentException().isThrownBy(() -> UnsignedInt.of(-1));
        assertThatIllegalArgumentException().isThrownBy(() -> UnsignedLong.of(-1));
        assertThatIllegalArgumentException().isThrownBy(() -> UnsignedLong.of(BigInteger.ONE.negate()));
        assertThatIllegalArgumentException().isThrownBy(() -> UnsignedLong.of(BigInteger.TWO.pow(64)));
    }

    @Test
    void unsignedNumbersAreOrderedByTheirValue() {
        assertThat(UnsignedByte.of(200)).isGreaterThan(UnsignedByte.of(1)).hasToString("200");
        assertThat(UnsignedShort.of(60000)).isGreaterThan(UnsignedShort.of(1)).hasToString("60000");
        assertThat(UnsignedInt.of(4294967295L)).isGreaterThan(UnsignedInt.of(1)).hasToString("4294967295");
        assertThat(new UnsignedLong(-1)).isGreaterThan(UnsignedLong.of(1)).hasToString("18446744073709551615");
    }

    @Test
    void anUnsignedLongIsABigInteger() {
        BigInteger largest = BigInteger.TWO.pow(64).subtract(BigInteger.ONE);

        assertThat(new UnsignedLong(-1).toBigInteger()).isEqualTo(largest);
        assertThat(UnsignedLong.of(largest)).isEqualTo(new UnsignedLong(-1));
        assertThat(UnsignedLong.of(5).toBigInteger()).isEqualTo(5);
    }

    @Test
    void aCodePointIsAnyCharacterButASurrogate() {
        assertThat(CodePoint.of(0x1f600)).hasToString("😀").isGreaterThan(CodePoint.of('a'));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CodePoint.of(0xd800))
                .withMessage("char: 0xd800 (expected: a Unicode code point that is not a surrogate)");
        assertThatIllegalArgumentException().isThrownBy(() -> CodePoint.of(0xdfff));
        assertThatIllegalArgumentException().isThrownBy(() -> CodePoint.of(0x110000));
        assertThatIllegalArgumentException().isThrownBy(() -> CodePoint.of(-1));
    }

    @Test
    void aDescriptorIsASymbolOrAnUnsignedLong() {
        assertThat(new DescribedType(Symbol.of("d"), new byte[] {1}))
                .isEqualTo(new DescribedType(Symbol.of("d"), new byte[] {1}))
                .hasSameHashCodeAs(new DescribedType(Symbol.of("d"), new byte[] {1}))
                .isNotEqualTo(new DescribedType(Symbol.of("d"), new byte[] {2}))
                .isNotEqualTo(new DescribedType(UnsignedLong.of(1), new byte[] {1}))
                .hasToString("@d 0x01");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new DescribedType("d", 1))
                .withMessage("descriptor: java.lang.String (expected: Symbol or UnsignedLong)");
        assertThatIllegalArgumentException().isThrownBy(() -> new DescribedType(null, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> AmqpArray.ofInts().describedBy(1L));
    }

    @Test
    void anArrayKnowsTheTypeOfItsElementsEvenWhenItHasNone() {
        assertThat(AmqpArray.ofInts())
                .isNotEqualTo(AmqpArray.ofLongs())
                .isEqualTo(AmqpArray.of(AmqpType.INT, List.of()));
        assertThat(AmqpArray.ofInts().elementType()).isEqualTo(AmqpType.INT);
        assertThat(AmqpArray.ofInts(1, 2)).hasToString("int[1, 2]").isNotEqualTo(AmqpArray.ofInts(1, 3));
        assertThat(AmqpArray.ofStrings("a").describedBy(Symbol.of("d")))
                .hasToString("@d string[\"a\"]")
                .isNotEqualTo(AmqpArray.ofStrings("a"));
        assertThat(AmqpArray.of(AmqpType.BINARY, List.of(new byte[] {1})))
                .isEqualTo(AmqpArray.of(AmqpType.BINARY, List.of(new byte[] {1})))
                .hasSameHashCodeAs(AmqpArray.of(AmqpType.BINARY, List.of(new byte[] {1})));
    }

    @Test
    void anArrayRefusesElementsOfAnotherType() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> AmqpArray.of(AmqpType.INT, List.of(1, "a")))
                .withMessage("array element 1: \"a\" (expected: Integer)");
        assertThatIllegalArgumentException().isThrownBy(() -> AmqpArray.of(AmqpType.INT, Arrays.asList(1, null)));
        assertThatIllegalArgumentException().isThrownBy(() -> AmqpArray.of(AmqpType.NULL, List.of(1)));
        assertThatIllegalArgumentException().isThrownBy(() -> AmqpArray.ofRepeated(AmqpType.INT, "a", 2));
    }

    @Test
    void anArrayOfTheSameElementsIsEqualToOneOfRepetitions() {
        assertThat(AmqpArray.ofRepeated(AmqpType.INT, 7, 3)).isEqualTo(AmqpArray.ofInts(7, 7, 7));
        assertThat(AmqpArray.ofRepeated(AmqpType.NULL, null, 2).size()).isEqualTo(2);
    }

    @Test
    void anArrayIsNotChangedWithTheListItWasMadeOf() {
        List<Object> list = Arrays.asList(1, 2);
        AmqpArray array = AmqpArray.of(AmqpType.INT, list);
        list.set(0, 5);

        assertThat(array).isEqualTo(AmqpArray.ofInts(1, 2));
    }

    @Test
    void valuesAreEqualByContentBitAndOrder() {
        assertThat(ValueEquality.equal(List.of(new byte[] {1}), List.of(new byte[] {1})))
                .isTrue();
        assertThat(ValueEquality.equal(List.of(new byte[] {1}), List.of(new byte[] {2})))
                .isFalse();
        assertThat(ValueEquality.equal(List.of(1), List.of(1, 2))).isFalse();
        assertThat(ValueEquality.equal(1, 1L)).isFalse();
        assertThat(ValueEquality.equal(null, 1)).isFalse();
        assertThat(ValueEquality.equal(0.0, -0.0)).isFalse();
        assertThat(ValueEquality.equal(Double.NaN, Double.longBitsToDouble(0x7ff8000000000001L)))
                .isFalse();
        assertThat(ValueEquality.equal(Float.NaN, Float.intBitsToFloat(0x7fc00001)))
                .isFalse();
        assertThat(ValueEquality.equal(Float.NaN, Float.NaN)).isTrue();
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("a", 1);
        map.put("b", 2);
        Map<String, Object> turned = new LinkedHashMap<>();
        turned.put("b", 2);
        turned.put("a", 1);
        assertThat(ValueEquality.equal(map, turned)).isFalse();
        assertThat(ValueEquality.equal(map, Map.of("a", 1))).isFalse();
    }

    @Test
    void eachTypeHoldsItsJavaClassOnly() {
        assertThat(AmqpType.INT.holds(1)).isTrue();
        assertThat(AmqpType.INT.holds(1L)).isFalse();
        assertThat(AmqpType.INT.holds(null)).isFalse();
        assertThat(AmqpType.NULL.holds(null)).isTrue();
        assertThat(AmqpType.LIST.holds(List.of())).isTrue();
    }

    @Test
    void theTextOfAnythingIsShort() {
        Object wide = "w".repeat(90);
        for (int i = 0; i < 10; i++) {
            wide = Collections.nCopies(100, wide);
        }
        Object deep = 1;
        for (int i = 0; i < 3000; i++) {
            deep = i % 2 == 0 ? List.of(deep) : new DescribedType(Symbol.of("d"), Map.of("k", deep));
        }

        assertThat(ValueText.of(wide)).hasSizeLessThan(3000).contains("... (100 items)");
        assertThat(ValueText.of(deep)).hasSizeLessThan(5000);
    }
}
