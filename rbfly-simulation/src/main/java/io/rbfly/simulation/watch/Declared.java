package io.rbfly.simulation.watch;

import org.jspecify.annotations.Nullable;

/** A publisher or a subscription that a client has declared under an id of a connection. */
final class Declared {
    final int id;
    final String stream;
    /** The publisher's name; empty for none, and for subscriptions. */
    final String name;
    /** What was published here and not answered. */
    final Unanswered unanswered = new Unanswered();
    /** Whose messages are published here, null if none was. */
    @Nullable
    PublisherWatch publisher;

    /** The chunks that the broker may send. */
    int credit;

    /** Since when nothing prevents the client from sending. */
    long possibleSince;

    State state = State.DECLARING;

    /** What the client knows of it. */
    enum State {
        /** It is requested. */
        DECLARING,
        /** The broker has accepted it. */
        DECLARED,
        /** Its deletion is requested. */
        DELETING,
        /** It was deleted or refused, or its connection has ended. */
        GONE
    }

    Declared(int id, String stream, String name) {
        this.id = id;
        this.stream = stream;
        this.name = name;
    }

    @Override
    public String toString() {
        return "id " + id + " of " + stream + " " + name;
    }
}
