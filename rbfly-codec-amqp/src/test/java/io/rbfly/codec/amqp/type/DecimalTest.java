package io.rbfly.codec.amqp.type;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.math.BigDecimal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DecimalTest {
    @Test
    void hasTheBitsOfTheStandard() {
        assertThat(Decimal32.of(BigDecimal.ONE)).isEqualTo(new Decimal32(0x32800001));
        assertThat(Decimal32.of(new BigDecimal("-7.5"))).isEqualTo(new Decimal32(0xb200004b));
        assertThat(Decimal64.of(BigDecimal.ONE)).isEqualTo(new Decimal64(0x31c0000000000001L));
        assertThat(Decimal128.of(BigDecimal.ONE)).isEqualTo(new Decimal128(0x3040000000000000L, 1));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"0", "1", "-1", "0.001", "8388607", "8388608", "-9999999", "1E+90", "9999999E-101", "12.50"})
    void givesBackTheNumberItWasMadeOf(String number) {
        BigDecimal value = new BigDecimal(number);

        assertThat(Decimal32.of(value).toBigDecimal()).isEqualTo(value);
        assertThat(Decimal64.of(value).toBigDecimal()).isEqualTo(value);
        assertThat(Decimal128.of(value).toBigDecimal()).isEqualTo(value);
        assertThat(Decimal32.of(value)).hasToString(value.toString());
    }

    @Test
    void holdsTheMostDigitsOfEachWidth() {
        BigDecimal most64 = new BigDecimal("9999999999999999");
        BigDecimal most128 = new BigDecimal("-9999999999999999999999999999999999E+6111");

        assertThat(Decimal64.of(most64).toBigDecimal()).isEqualTo(most64);
        assertThat(Decimal128.of(most128).toBigDecimal()).isEqualTo(most128);
    }

    @Test
    void refusesToRound() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Decimal32.of(new BigDecimal("12345678")))
                .withMessage("decimal32: 12345678 (expected: at most 7 digits, scale -90 to 101)");
        assertThatIllegalArgumentException().isThrownBy(() -> Decimal32.of(new BigDecimal("1E+91")));
        assertThatIllegalArgumentException().isThrownBy(() -> Decimal32.of(new BigDecimal("1E-102")));
    }

    @Test
    void hasInfinitiesAndNotANumber() {
        assertThat(new Decimal32(0x78000000)).hasToString("Infinity");
        assertThat(new Decimal64(0xf800000000000000L)).hasToString("-Infinity");
        assertThat(new Decimal128(0x7c00000000000000L, 0)).hasToString("NaN");
        assertThatExceptionOfType(ArithmeticException.class)
                .isThrownBy(() -> new Decimal32(0x78000000).toBigDecimal())
                .withMessage("Infinity is not a finite number");
    }

    @Test
    void readsACoefficientOfTooManyDigitsAsZero() {
        assertThat(new Decimal32(0x6cb89680).toBigDecimal().signum()).isZero();
    }
}
