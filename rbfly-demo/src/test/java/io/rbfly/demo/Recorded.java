package io.rbfly.demo;

import io.rbfly.client.api.event.ClientEvent;
import java.time.Duration;
import java.util.List;

/** A timeline whose clock is moved by hand, and what can happen to it. */
final class Recorded {
    static final String CONNECTION = "rbfly-demo-subscriber";

    private long nanos = 1_000_000_000L;
    private final Timeline timeline = new Timeline(() -> nanos);

    Timeline timeline() {
        return timeline;
    }

    Recorded after(Duration duration) {
        nanos += duration.toNanos();
        return this;
    }

    Recorded afterSeconds(long seconds) {
        return after(Duration.ofSeconds(seconds));
    }

    Recorded opened(boolean reconnect) {
        return event(new ClientEvent.ConnectionOpened(CONNECTION, "localhost:5552", Duration.ofSeconds(2), reconnect));
    }

    Recorded closed(boolean byPeer) {
        return event(new ClientEvent.ConnectionClosed(CONNECTION, byPeer, null));
    }

    Recorded heartbeats() {
        return event(new ClientEvent.HeartbeatSent(CONNECTION)).event(new ClientEvent.HeartbeatReceived(CONNECTION));
    }

    Recorded blocked(Duration duration) {
        return event(new ClientEvent.EventLoopBlocked(duration, List.of()));
    }

    Recorded paused(Duration duration) {
        return event(new ClientEvent.JvmPaused(duration));
    }

    Recorded event(ClientEvent event) {
        timeline.accept(event);
        return this;
    }

    Recorded message() {
        timeline.messageRead();
        return this;
    }

    Recorded calculation(Duration duration) {
        timeline.calculationStarted();
        after(duration);
        timeline.calculationDone();
        return this;
    }

    /** A calculation that blocked the event loop, so that the broker closed the connection. */
    static Recorded interrupted() {
        return new Recorded()
                .opened(false)
                .afterSeconds(1)
                .heartbeats()
                .message()
                .calculation(Duration.ofSeconds(8))
                .blocked(Duration.ofSeconds(8))
                .closed(true)
                .opened(true)
                .message()
                .afterSeconds(2)
                .heartbeats();
    }

    /** A calculation beside which all went on. */
    static Recorded undisturbed() {
        Recorded recorded = new Recorded().opened(false).afterSeconds(1);
        recorded.timeline.calculationStarted();
        for (int i = 0; i < 8; i++) {
            recorded.afterSeconds(1).message().heartbeats();
        }
        recorded.timeline.calculationDone();
        return recorded.afterSeconds(1).closed(false);
    }
}
