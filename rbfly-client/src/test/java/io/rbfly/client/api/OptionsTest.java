package io.rbfly.client.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.rbfly.codec.amqp.AmqpMessage;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OptionsTest {
    @Test
    void defaults() {
        long quarterOfHeap = Runtime.getRuntime().maxMemory() / 4;
        PublisherOptions options = PublisherOptions.DEFAULT;
        assertThat(options.name()).isEmpty();
        assertThat(options.maxUnconfirmed()).isEqualTo(10_000);
        assertThat(options.maxUnconfirmedBytes()).isEqualTo(Math.min(64 << 20, quarterOfHeap));
        assertThat(options.maxPendingBytes()).isEqualTo(Math.min(256 << 20, quarterOfHeap));
        assertThat(options.confirmTimeout()).isEqualTo(Duration.ZERO);
        assertThat(options.maxFrameDelay()).isEqualTo(Duration.ofMillis(2));
        assertThat(options.filterValue()).isNull();
        assertThat(PublisherOptions.named("n")).isEqualTo(PublisherOptions.DEFAULT.withName("n"));
        assertThat(SubscriptionOptions.DEFAULT.maxBufferedChunks()).isEqualTo(100);
        assertThat(SubscriptionOptions.DEFAULT.withMaxBufferedChunks(1)).isNotEqualTo(SubscriptionOptions.DEFAULT);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, Integer.MIN_VALUE})
    void aWindowWithoutRoomIsRefused(int maxUnconfirmed) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PublisherOptions.DEFAULT.withMaxUnconfirmed(maxUnconfirmed))
                .withMessageStartingWith("maxUnconfirmed");
    }

    @Test
    void eachOptionIsChangedAlone() {
        Function<AmqpMessage, String> filter = message -> "eu";
        PublisherOptions options = PublisherOptions.DEFAULT
                .withName("n")
                .withMaxUnconfirmed(5)
                .withMaxUnconfirmedBytes(6)
                .withMaxPendingBytes(7)
                .withConfirmTimeout(Duration.ofSeconds(8))
                .withMaxFrameDelay(Duration.ofMillis(9))
                .withFilterValue(filter);

        assertThat(options.name()).isEqualTo("n");
        assertThat(options.maxUnconfirmed()).isEqualTo(5);
        assertThat(options.maxUnconfirmedBytes()).isEqualTo(6);
        assertThat(options.maxPendingBytes()).isEqualTo(7);
        assertThat(options.confirmTimeout()).isEqualTo(Duration.ofSeconds(8));
        assertThat(options.maxFrameDelay()).isEqualTo(Duration.ofMillis(9));
        assertThat(options.filterValue()).isEqualTo(filter);
        assertThat(options.withFilterValue(null).filterValue()).isNull();
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -1, Long.MIN_VALUE})
    void boundsOfBytesBelowOneAreRefused(long bytes) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PublisherOptions.DEFAULT.withMaxUnconfirmedBytes(bytes))
                .withMessageStartingWith("maxUnconfirmedBytes");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PublisherOptions.DEFAULT.withMaxPendingBytes(bytes))
                .withMessageStartingWith("maxPendingBytes");
    }

    @Test
    void timeoutsOutOfRangeAreRefused() {
        for (Duration timeout :
                List.of(Duration.ofNanos(-1), Duration.ofDays(366), Duration.ofSeconds(Long.MAX_VALUE))) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> PublisherOptions.DEFAULT.withConfirmTimeout(timeout))
                    .withMessageStartingWith("confirmTimeout");
        }
        assertThat(PublisherOptions.DEFAULT
                        .withConfirmTimeout(Duration.ofDays(365))
                        .confirmTimeout())
                .isEqualTo(Duration.ofDays(365));
    }

    @Test
    void delaysOfFramesAreZeroUpToNoLimit() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PublisherOptions.DEFAULT.withMaxFrameDelay(Duration.ofNanos(-1)))
                .withMessageStartingWith("maxFrameDelay");
        for (Duration delay : List.of(Duration.ZERO, ChronoUnit.FOREVER.getDuration())) {
            assertThat(PublisherOptions.DEFAULT.withMaxFrameDelay(delay).maxFrameDelay())
                    .isEqualTo(delay);
        }
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
                .isThrownBy(() -> SubscriptionOptions.DEFAULT.withMaxBufferedChunks(credit))
                .withMessageStartingWith("maxBufferedChunks");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 32_767})
    void theLimitsOfCreditAreAccepted(int credit) {
        assertThat(SubscriptionOptions.DEFAULT.withMaxBufferedChunks(credit).maxBufferedChunks())
                .isEqualTo(credit);
    }

    @Test
    void textThatUtf8CannotExpressIsRejectedEverywhere() {
        String half = "\ud800";
        assertThatIllegalArgumentException().isThrownBy(() -> PublisherOptions.named(half));
        assertThatIllegalArgumentException().isThrownBy(() -> OffsetStoring.of(half));
        assertThatIllegalArgumentException().isThrownBy(() -> Offset.stored(half));
        assertThatIllegalArgumentException().isThrownBy(() -> MessageFilter.of(half));
    }

    @Test
    void optionsWithEqualPartsAreEqual() {
        assertThat(SubscriptionOptions.DEFAULT.withFilter(MessageFilter.of("a").withUnfiltered()))
                .isEqualTo(SubscriptionOptions.DEFAULT.withFilter(
                        MessageFilter.of("a").withUnfiltered()))
                .isNotEqualTo(SubscriptionOptions.DEFAULT.withFilter(MessageFilter.of("b")));
    }

    @Test
    void errorPoliciesWithEqualPartsAreEqual() {
        BiConsumer<Message, Throwable> skipped = (message, error) -> {};
        ErrorPolicy policy = ErrorPolicy.skip(skipped).withRetries(1, Duration.ofMillis(2), Duration.ofMillis(3));
        ErrorPolicy same = ErrorPolicy.skip(skipped).withRetries(1, Duration.ofMillis(2), Duration.ofMillis(3));

        assertThat(policy)
                .isEqualTo(same)
                .hasSameHashCodeAs(same)
                .isNotEqualTo(ErrorPolicy.STOP.withRetries(1, Duration.ofMillis(2), Duration.ofMillis(3)))
                .isNotEqualTo(policy.withRetries(2, Duration.ofMillis(2), Duration.ofMillis(3)))
                .isNotEqualTo(policy.withRetries(1, Duration.ofMillis(1), Duration.ofMillis(3)))
                .isNotEqualTo(policy.withRetries(1, Duration.ofMillis(2), Duration.ofMillis(4)));
        assertThat(ErrorPolicy.STOP.withRetries(1, Duration.ofMillis(2), Duration.ofMillis(3)))
                .hasToString("ErrorPolicy[stop, retries=1, firstPause=PT0.002S, longestPause=PT0.003S]");
    }
}
