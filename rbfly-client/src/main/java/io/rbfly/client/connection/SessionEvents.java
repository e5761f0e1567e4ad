package io.rbfly.client.connection;

import io.rbfly.client.api.ClientEvent;
import io.rbfly.client.api.StreamException;
import java.time.Duration;
import java.util.function.Consumer;

/** Tells the client's listener of one publisher or subscription. */
record SessionEvents(Purpose purpose, StreamSession.Role role, Consumer<? super ClientEvent> listener) {
    void interrupted(StreamException cause) {
        listener.accept(
                purpose == Purpose.PUBLISHING
                        ? new ClientEvent.PublisherInterrupted(role.stream(), role.name(), cause)
                        : new ClientEvent.SubscriptionInterrupted(role.stream(), cause));
    }

    void retrying(StreamException cause, int attempts, Duration pause) {
        listener.accept(new ClientEvent.ReconnectFailed(role.description(), cause, attempts, pause));
    }

    void resumed() {
        listener.accept(
                purpose == Purpose.PUBLISHING
                        ? new ClientEvent.PublisherResumed(role.stream(), role.name())
                        : new ClientEvent.SubscriptionResumed(role.stream()));
    }

    void ended(StreamException cause) {
        listener.accept(
                purpose == Purpose.PUBLISHING
                        ? new ClientEvent.PublisherEnded(role.stream(), role.name(), cause)
                        : new ClientEvent.SubscriptionEnded(role.stream(), cause));
    }
}
