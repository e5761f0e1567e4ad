package io.rbfly.protocol.wire;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.rbfly.protocol.Names;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class CheckTest {
    @ParameterizedTest
    @ValueSource(ints = {Integer.MIN_VALUE, -1, 256, Integer.MAX_VALUE})
    void numberOutsideAByteIsRefused(int value) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Check.uint8("publisherId", value))
                .withMessage("publisherId: " + value + " (expected: 0..255)");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 127, 128, 255})
    void numberInAByteIsAccepted(int value) {
        assertThatCode(() -> Check.uint8("publisherId", value)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @MethodSource("io.rbfly.protocol.Names#badStreams")
    void badStreamIsRefused(String stream) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Check.stream(stream))
                .withMessageStartingWith("stream: ");
    }

    @ParameterizedTest
    @MethodSource("io.rbfly.protocol.Names#badStreams")
    void badNameIsRefusedLikeThatOfAStream(String name) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Check.name("partition", name))
                .withMessageStartingWith("partition: ");
    }

    @ParameterizedTest
    @MethodSource("io.rbfly.protocol.Names#badReferences")
    void badReferenceIsRefused(String reference) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Check.reference("reference", reference))
                .withMessageStartingWith("reference: ");
    }

    @Test
    void longestNamesAreAccepted() {
        assertThatCode(() -> Check.stream(Names.MAX)).doesNotThrowAnyException();
        assertThatCode(() -> Check.reference("reference", Names.MAX)).doesNotThrowAnyException();
        assertThatCode(() -> Check.referenceOrEmpty("reference", Names.MAX)).doesNotThrowAnyException();
    }

    @Test
    void emptyReferenceIsAcceptedWhereItStandsForNone() {
        assertThatCode(() -> Check.referenceOrEmpty("reference", "")).doesNotThrowAnyException();
        assertThatIllegalArgumentException().isThrownBy(() -> Check.referenceOrEmpty("reference", Names.TOO_LONG));
    }

    @Test
    void aReferenceWithAnUnpairedSurrogateIsRejected() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Check.reference("reference", "a\ud800"))
                .withMessageStartingWith("reference: ");
        assertThatIllegalArgumentException().isThrownBy(() -> Check.stream("\udc00"));
        Check.reference("reference", "\ud83d\ude00");
    }
}
