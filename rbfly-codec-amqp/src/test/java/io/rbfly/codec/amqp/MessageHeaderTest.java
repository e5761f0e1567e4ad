package io.rbfly.codec.amqp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class MessageHeaderTest {
    @Test
    void hasTheDefaultsOfTheSpecification() {
        assertThat(MessageHeader.DEFAULT).isEqualTo(new MessageHeader(false, 4, null, false, 0));
    }

    @Test
    void changesOneFieldAtATime() {
        assertThat(MessageHeader.DEFAULT
                        .withDurable(true)
                        .withPriority(255)
                        .withTtl(Duration.ofMillis(4294967295L))
                        .withFirstAcquirer(true)
                        .withDeliveryCount(4294967295L))
                .isEqualTo(new MessageHeader(true, 255, Duration.ofMillis(4294967295L), true, 4294967295L));
    }

    @Test
    void refusesWhatCannotBeWritten() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> MessageHeader.DEFAULT.withPriority(256))
                .withMessage("priority: 256 (expected: 0 to 255)");
        assertThatIllegalArgumentException().isThrownBy(() -> MessageHeader.DEFAULT.withPriority(-1));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> MessageHeader.DEFAULT.withTtl(Duration.ofMillis(4294967296L)))
                .withMessage("ttl: PT1193H2M47.296S (expected: 0 to 4294967295 whole milliseconds)");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> MessageHeader.DEFAULT.withTtl(Duration.ofSeconds(Long.MAX_VALUE)));
        assertThatIllegalArgumentException().isThrownBy(() -> MessageHeader.DEFAULT.withTtl(Duration.ofNanos(1)));
        assertThatIllegalArgumentException().isThrownBy(() -> MessageHeader.DEFAULT.withTtl(Duration.ofMillis(-1)));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> MessageHeader.DEFAULT.withDeliveryCount(4294967296L))
                .withMessage("delivery count: 4294967296 (expected: 0 to 4294967295)");
    }
}
