package io.rbfly.client.subscribe;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** How many chunks may be on their way. */
class CreditWindowTest {
    private static CreditWindow begun(int maxChunks, long maxBytes) {
        CreditWindow window = new CreditWindow(maxChunks, maxBytes);
        assertThat(window.begin()).isEqualTo(1);
        return window;
    }

    private static void receiveAndRead(CreditWindow window, int bytes) {
        window.received(bytes);
        window.read(bytes);
    }

    @Test
    void thereAreTenCreditsUntilTheSizeOfTheFirstChunkIsKnown() {
        CreditWindow window = begun(100, 1 << 20);

        assertThat(window.grant()).isEqualTo(9);
        assertThat(window.grant()).isZero();
    }

    @Test
    void ofSmallChunksThereMayBeAsManyAsAreAllowed() {
        CreditWindow window = begun(100, 1 << 20);
        window.grant();
        receiveAndRead(window, 100);

        assertThat(window.grant()).isEqualTo(91);
    }

    @Test
    void ofLargeChunksThereMayBeAsManyAsAreLikelyToFit() {
        CreditWindow window = begun(100, 100_000);
        receiveAndRead(window, 20_000);

        assertThat(window.grant()).isEqualTo(5);
    }

    @Test
    void aChunkThatIsLargerThanAllThatMayBeHereStillComesAlone() {
        CreditWindow window = begun(100, 100_000);
        receiveAndRead(window, 500_000);

        assertThat(window.grant()).isEqualTo(1);
    }

    @Test
    void creditIsReturnedWhenAQuarterOfTheWindowIsFree() {
        CreditWindow window = begun(8, 1 << 20);
        window.grant();
        receiveAndRead(window, 100);
        assertThat(window.grant()).isZero();

        receiveAndRead(window, 100);
        assertThat(window.grant()).isEqualTo(2);
    }

    @Test
    void whatIsNotReadHoldsBackItsCredit() {
        CreditWindow window = begun(4, 1 << 20);
        window.grant();
        for (int i = 0; i < 4; i++) {
            window.received(100);
            assertThat(window.grant()).isZero();
        }

        window.read(100);
        assertThat(window.grant()).isEqualTo(1);
    }
}
