package io.rbfly.client.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OptionsTest {
    @Test
    void defaults() {
        assertThat(PublisherOptions.DEFAULT).isEqualTo(new PublisherOptions("", 10_000));
        assertThat(PublisherOptions.named("n")).isEqualTo(new PublisherOptions("n", 10_000));
        assertThat(PublisherOptions.named("n").withMaxUnconfirmed(5)).isEqualTo(new PublisherOptions("n", 5));
        assertThat(SubscriptionOptions.DEFAULT.initialCredit()).isEqualTo(10);
        assertThat(SubscriptionOptions.DEFAULT.withInitialCredit(1)).isEqualTo(new SubscriptionOptions(1));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, Integer.MIN_VALUE})
    void aWindowWithoutRoomIsRefused(int maxUnconfirmed) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PublisherOptions.DEFAULT.withMaxUnconfirmed(maxUnconfirmed))
                .withMessageStartingWith("maxUnconfirmed");
    }

    @Test
    void namesAreBoundedInBytes() {
        assertThat(PublisherOptions.named("x".repeat(255)).name()).hasSize(255);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PublisherOptions.named("x".repeat(256)))
                .withMessageContaining("at most 255");
        assertThatIllegalArgumentException().isThrownBy(() -> PublisherOptions.named("ä".repeat(128)));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, 32_768, 65_535})
    void creditsThatABrokerMisreadsAreRefused(int credit) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new SubscriptionOptions(credit))
                .withMessageStartingWith("initialCredit");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 32_767})
    void theLimitsOfCreditAreFine(int credit) {
        assertThat(new SubscriptionOptions(credit).initialCredit()).isEqualTo(credit);
    }
}
