package io.rbfly.demo;

import io.rbfly.client.api.event.ClientEvent;
import io.rbfly.client.event.Events;
import io.rbfly.demo.timeline.Timeline;
import java.time.Duration;
import java.util.List;

/** A timeline with a clock that tests advance, and with sample events. */
public final class Recorded {
    public static final String CONNECTION = "rbfly-demo-subscriber";

    private long nanos = 1_000_000_000L;
    private final Timeline timeline = new Timeline(() -> nanos);

    public Timeline timeline() {
        return timeline;
    }

    Recorded after(Duration duration) {
        nanos += duration.toNanos();
        return this;
    }

    public Recorded afterSeconds(long seconds) {
        return after(Duration.ofSeconds(seconds));
    }

    public Recorded opened(boolean reconnect) {
        return event(new Events.ConnectionOpened(CONNECTION, "localhost:5552", Duration.ofSeconds(2), reconnect));
    }

    public Recorded closed(boolean byPeer) {
        return event(new Events.ConnectionClosed(CONNECTION, byPeer, null));
    }

    public Recorded heartbeats() {
        return event(new Events.HeartbeatSent(CONNECTION)).event(new Events.HeartbeatReceived(CONNECTION));
    }

    public Recorded blocked(Duration duration) {
        return event(new Events.EventLoopBlocked(duration, List.of()));
    }

    public Recorded paused(Duration duration) {
        return event(new Events.JvmPaused(duration));
    }

    Recorded event(ClientEvent event) {
        timeline.accept(event);
        return this;
    }

    public Recorded message() {
        timeline.messageRead();
        return this;
    }

    public Recorded calculation(Duration duration) {
        timeline.calculationStarted();
        after(duration);
        timeline.calculationDone();
        return this;
    }

    /** A calculation that blocked the event loop, so that the broker closed the connection. */
    public static Recorded interrupted() {
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

    /** A calculation during which everything else continued. */
    public static Recorded undisturbed() {
        Recorded recorded = new Recorded().opened(false).afterSeconds(1);
        recorded.timeline.calculationStarted();
        for (int i = 0; i < 8; i++) {
            recorded.afterSeconds(1).message().heartbeats();
        }
        recorded.timeline.calculationDone();
        return recorded.afterSeconds(1).closed(false);
    }
}
