package io.rbfly.simulation.workload;

import io.rbfly.client.api.error.BrokerException;
import io.rbfly.client.api.error.ClosedException;
import io.rbfly.client.api.error.RequestTimeoutException;
import io.rbfly.simulation.model.StoredMessages;
import io.rbfly.simulation.plan.PublisherPlan;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Checks that messages have their outcomes in time, and not too early. */
final class OutcomeCheck {
    private final PublisherPlan plan;
    private final Application application;
    private final StoredMessages stored;

    OutcomeCheck(PublisherPlan plan, Application application, StoredMessages stored) {
        this.plan = plan;
        this.application = application;
        this.stored = stored;
    }

    /**
     * Checks the outcome of a message.
     *
     * @param acceptedNanos when it was passed to the client
     * @param givenUpNanos the time from which it may fail since its publisher was closed
     */
    void check(long number, @Nullable Throwable error, long acceptedNanos, long givenUpNanos) {
        long now = application.world().nanoTime();
        String message = "publisher " + plan.id() + " message " + number;
        application
                .findings()
                .check(
                        !(error instanceof ClosedException) || now >= givenUpNanos,
                        "closing waits for confirms",
                        () -> message + ": " + error);
        if (application.permitted().sendsOnce() && error instanceof BrokerException) {
            application
                    .findings()
                    .check(!stored.contains(plan.id(), number), "a refused message is not stored", () -> message);
        }
        Duration timeout = plan.options().confirmTimeout();
        if (!timeout.isZero()) {
            checkTime(message, error, now - acceptedNanos, timeout);
        }
    }

    private void checkTime(String message, @Nullable Throwable error, long nanos, Duration timeout) {
        boolean inTime = nanos
                <= timeout.toNanos() * 5 / 4 + application.permitted().late().toNanos();
        boolean patient = !(error instanceof RequestTimeoutException) || nanos >= timeout.toNanos();
        application
                .findings()
                .check(
                        inTime && patient,
                        "a message has its outcome in time",
                        () -> message + " after " + nanos + " ns: " + error);
    }
}
