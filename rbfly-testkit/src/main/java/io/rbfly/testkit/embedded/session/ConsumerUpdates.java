package io.rbfly.testkit.embedded.session;

import io.rbfly.protocol.command.subscribing.ConsumerUpdate;
import io.rbfly.testkit.embedded.session.channel.FrameOutput;
import io.rbfly.testkit.embedded.session.channel.NodeTimers;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The requests of the broker to one client. One timer serves them all: it starts with the first open request, so an
 * unanswered one costs the connection after one to two times the timeout.
 */
final class ConsumerUpdates {
    private final NodeTimers timers;
    private final FrameOutput output;
    private final Duration timeout;
    private final Runnable unanswered;
    private final Map<Integer, Open> open = new LinkedHashMap<>();
    private int lastCorrelationId = -1;
    private int round;
    private NodeTimers.@Nullable Timer timer;

    private record Open(ConsumerUpdate update, int round) {}

    ConsumerUpdates(NodeTimers timers, FrameOutput output, Duration timeout, Runnable unanswered) {
        this.timers = timers;
        this.output = output;
        this.timeout = timeout;
        this.unanswered = unanswered;
    }

    void request(ConsumerUpdate update) {
        lastCorrelationId++;
        if (timer == null) {
            timer = timers.after(timeout, this::check);
            open.put(lastCorrelationId, new Open(update, round));
        } else {
            open.put(lastCorrelationId, new Open(update, round + 1));
        }
        output.request(lastCorrelationId, update);
    }

    /** The request that is answered; null if there is none. */
    @Nullable
    ConsumerUpdate answered(int correlationId) {
        Open request = open.remove(correlationId);
        return request == null ? null : request.update;
    }

    /** A subscription has ended; returns how often it was told to step down and has not answered. */
    int ended(int subscriptionId) {
        int before = open.size();
        open.values()
                .removeIf(request -> request.update.subscriptionId() == subscriptionId && !request.update.active());
        return before - open.size();
    }

    private void check() {
        timer = null;
        if (open.values().stream().anyMatch(request -> request.round <= round)) {
            unanswered.run();
            return;
        }
        round++;
        if (!open.isEmpty()) {
            timer = timers.after(timeout, this::check);
        }
    }

    void stop() {
        open.clear();
        if (timer != null) {
            timer.cancel();
        }
    }
}
