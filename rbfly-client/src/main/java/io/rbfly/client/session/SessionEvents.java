package io.rbfly.client.session;

import io.rbfly.client.api.error.StreamException;
import io.rbfly.client.api.event.ClientEvent;
import io.rbfly.client.cluster.ConnectionRole;
import io.rbfly.client.event.Events;
import java.time.Duration;
import java.util.function.Consumer;

/** Reports the events of one publisher or subscription to the client's listener. */
record SessionEvents(
        ConnectionRole role, StreamSession.Declaration declaration, Consumer<? super ClientEvent> listener) {
    void interrupted(StreamException cause) {
        listener.accept(
                role == ConnectionRole.PUBLISHING
                        ? new Events.PublisherInterrupted(declaration.stream(), declaration.name(), cause)
                        : new Events.SubscriptionInterrupted(declaration.stream(), cause));
    }

    void retrying(StreamException cause, int attempts, Duration pause) {
        listener.accept(new Events.ReconnectFailed(declaration.description(), cause, attempts, pause));
    }

    void resumed() {
        listener.accept(
                role == ConnectionRole.PUBLISHING
                        ? new Events.PublisherResumed(declaration.stream(), declaration.name())
                        : new Events.SubscriptionResumed(declaration.stream()));
    }

    void ended(StreamException cause) {
        listener.accept(
                role == ConnectionRole.PUBLISHING
                        ? new Events.PublisherEnded(declaration.stream(), declaration.name(), cause)
                        : new Events.SubscriptionEnded(declaration.stream(), cause));
    }
}
