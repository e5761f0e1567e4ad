package io.rbfly.client.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import org.junit.jupiter.api.Test;

class PublishingIdsTest {
    private final PublishingIds ids = new PublishingIds();

    private long give() {
        long id = ids.next();
        ids.given(id);
        return id;
    }

    private void giveOwn(long id) {
        ids.requireLarger(id);
        ids.given(id);
    }

    @Test
    void idsBeginAtOne() {
        assertThat(ids.last()).isZero();
        assertThat(give()).isEqualTo(1);
        assertThat(give()).isEqualTo(2);
        assertThat(ids.last()).isEqualTo(2);
    }

    @Test
    void anIdThatIsNotAssignedRemainsUnused() {
        ids.next();

        assertThat(ids.next()).isEqualTo(1);
    }

    @Test
    void idsContinueAfterThoseOfTheBroker() {
        ids.startAfter(41);

        assertThat(ids.last()).isEqualTo(41);
        assertThat(give()).isEqualTo(42);
    }

    @Test
    void ownIdsMayHaveGapsAndBeginAtZero() {
        giveOwn(0);
        giveOwn(1);
        giveOwn(1000);

        assertThat(give()).isEqualTo(1001);
    }

    @Test
    void ownIdsIncreaseStrictly() {
        giveOwn(7);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> ids.requireLarger(7))
                .withMessage("publishing id: 7 (expected: larger than the last one, 7)");
        assertThatIllegalArgumentException().isThrownBy(() -> ids.requireLarger(0));
        giveOwn(8);
    }

    @Test
    void ownIdsMayBeStoredByTheBrokerAlreadyAndOthersContinueAfterBoth() {
        ids.startAfter(41);
        giveOwn(3);

        assertThat(ids.last()).isEqualTo(41);
        assertThat(give()).isEqualTo(42);
        assertThatIllegalArgumentException().isThrownBy(() -> ids.requireLarger(42));
    }

    @Test
    void idsAreUnsigned() {
        ids.startAfter(Long.MAX_VALUE);
        assertThat(give()).isEqualTo(Long.MIN_VALUE);
        assertThatIllegalArgumentException().isThrownBy(() -> ids.requireLarger(1));
        giveOwn(-2);

        assertThat(give()).isEqualTo(-1);
    }

    @Test
    void afterTheLastIdThereIsNone() {
        giveOwn(-1);

        assertThatIllegalStateException().isThrownBy(ids::next);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ids.requireLarger(0))
                .withMessageContaining("18446744073709551615");
        assertThat(ids.last()).isEqualTo(-1);
    }
}
