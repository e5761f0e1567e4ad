package io.rbfly.simulation.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.rbfly.simulation.model.Finding;
import io.rbfly.simulation.model.Findings;
import org.junit.jupiter.api.Test;

class RequestWatchTest {
    private static final long LIMIT = 10;

    private final Findings findings = new Findings();
    private final RequestWatch watch = new RequestWatch();

    private void request(int correlationId, long nanos) {
        watch.written(4);
        watch.request("METADATA", correlationId, nanos);
    }

    private boolean isFoundAt(long nanos) {
        watch.unanswered("METADATA", LIMIT, nanos, findings);
        Finding found = findings.first();
        assertThat(found == null ? "a request has its time" : found.invariant()).startsWith("a request has its time");
        return found != null;
    }

    @Test
    void theTimeCountsFromWhenARequestHasLeft() {
        request(1, 0);
        watch.left(4, 5);
        watch.left(100, 14);

        assertThat(isFoundAt(15)).isFalse();
        assertThat(isFoundAt(14)).isTrue();
    }

    @Test
    void aRequestWaitsForItsTurnAsLongAsBytesLeave() {
        watch.written(100);
        request(1, 0);
        watch.left(60, 9);

        assertThat(isFoundAt(19)).isFalse();
        assertThat(isFoundAt(18)).isTrue();
    }

    @Test
    void theTimeCountsFromTheBeginningIfNothingLeaves() {
        request(1, 5);

        assertThat(isFoundAt(15)).isFalse();
        assertThat(isFoundAt(14)).isTrue();
    }

    @Test
    void theOldestRequestIsMeant() {
        request(1, 0);
        request(2, 8);

        assertThat(isFoundAt(10)).isFalse();
        watch.answered(1);
        assertThat(isFoundAt(10)).isTrue();
    }
}
