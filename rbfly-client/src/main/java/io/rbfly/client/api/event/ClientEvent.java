package io.rbfly.client.api.event;

import io.rbfly.client.api.error.StreamException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Something that happened to a client, told to its listener on the event loop. A listener must not block.
 *
 * <p>A connection that takes the place of a lost one has the same name.
 *
 * <p>Later versions may add further events, and further properties to these: a listener ignores what it does not know.
 * Applications do not implement these interfaces, but in tests of their own.
 */
public interface ClientEvent {
    /** A connection is open. */
    interface ConnectionOpened extends ClientEvent {
        /** Its name: that of the client, what it is for, and a number when there are several. */
        String connection();

        /** Host and port. */
        String address();

        /**
         * The agreed interval, zero for none. A broker closes a connection from which it has read nothing for two to
         * three intervals.
         */
        Duration heartbeat();

        /** Whether it takes the place of one that was lost. */
        boolean reconnect();
    }

    /** A connection is gone. */
    interface ConnectionClosed extends ClientEvent {
        /** Its name. */
        String connection();

        /** Whether the broker or the network ended it, not this client. */
        boolean byPeer();

        /** Why, null when the application closed it. */
        @Nullable
        Throwable cause();
    }

    /**
     * A publisher is not known to a broker any more: its connection is lost, or the stream's leader is. Messages wait
     * until it is resumed or ended.
     */
    interface PublisherInterrupted extends ClientEvent {
        /** The stream that it publishes to. */
        String stream();

        /** Its name, empty when it has none. */
        String name();

        /** Why. */
        StreamException cause();
    }

    /** A publisher that was interrupted goes on. */
    interface PublisherResumed extends ClientEvent {
        /** The stream. */
        String stream();

        /** Its name, empty when it has none. */
        String name();
    }

    /** An open publisher is at its end, for another cause than that the application closed it. */
    interface PublisherEnded extends ClientEvent {
        /** The stream. */
        String stream();

        /** Its name, empty when it has none. */
        String name();

        /** Why. */
        StreamException cause();
    }

    /**
     * A subscription is not known to a broker any more: its connection is lost, or the stream is not available there.
     * What was received can be read; more comes when it is resumed.
     */
    interface SubscriptionInterrupted extends ClientEvent {
        /** The stream that it reads. */
        String stream();

        /** Why. */
        StreamException cause();
    }

    /** A subscription that was interrupted goes on. */
    interface SubscriptionResumed extends ClientEvent {
        /** The stream. */
        String stream();
    }

    /**
     * The broker does not take an open subscription back, or the client gave up connecting. What was received can still
     * be read.
     */
    interface SubscriptionEnded extends ClientEvent {
        /** The stream. */
        String stream();

        /** Why. */
        StreamException cause();
    }

    /**
     * Messages were deleted by the retention of their stream before a subscription had read them: it was too slow, or
     * was disconnected for too long, or the offset that it began behind was stored too long ago. Told for brokers from
     * 3.11 on.
     */
    interface MessagesSkipped extends ClientEvent {
        /** The stream that it reads. */
        String stream();

        /** The offset that would have been read next, unsigned. */
        long firstOffset();

        /** The first offset that was there instead, unsigned. */
        long nextOffset();
    }

    /**
     * The stream of a subscription was deleted and created again, and the subscription begins again at its first
     * message.
     */
    interface SubscriptionRestarted extends ClientEvent {
        /** The stream that it reads. */
        String stream();

        /** The offset that would have been read next in the former stream, unsigned. */
        long reachedOffset();
    }

    /**
     * An attempt to connect, or to make a broker know a publisher or a subscription, failed, and the next one follows.
     * Also told while one is opened.
     */
    interface ReconnectFailed extends ClientEvent {
        /** Who needs the connection, as in "publisher on stream orders". */
        String what();

        /** Why it failed; several nodes may have been tried. */
        StreamException cause();

        /** How many failed in a row. */
        int attempts();

        /** How long it is until the next one. */
        Duration pause();
    }

    /**
     * What was published on a connection has had no confirm for 5 seconds: the broker is short of disk or memory, most
     * likely, and reads nothing from connections that publish until it is not; or it is stuck. Brokers do not say
     * which. Messages wait in the window and behind it; requests go over other connections.
     */
    interface PublishingBlocked extends ClientEvent {
        /** Its name. */
        String connection();

        /** Since when there was no confirm. */
        Duration waited();
    }

    /**
     * A broker confirms again what is published on a connection for which {@link PublishingBlocked} was told, or that
     * connection is gone.
     */
    interface PublishingUnblocked extends ClientEvent {
        /** The name of the connection. */
        String connection();
    }

    /** A heartbeat left. */
    interface HeartbeatSent extends ClientEvent {
        /** The name of the connection. */
        String connection();
    }

    /** A heartbeat of the broker arrived. */
    interface HeartbeatReceived extends ClientEvent {
        /** The name of the connection. */
        String connection();
    }

    /** The event loop can run again after it was blocked for longer than the watchdog allows. */
    interface EventLoopBlocked extends ClientEvent {
        /** For how long, to within the watchdog's interval and without pauses of the whole JVM. */
        Duration blocked();

        /** What it was doing, innermost call first, as seen when the block was noticed. */
        List<StackTraceElement> stack();
    }

    /**
     * The whole JVM runs again after it was paused for longer than the watchdog allows: by garbage collection, by a
     * safepoint that one thread was long in reaching, or because the process or its machine was stopped. No heartbeat
     * was sent meanwhile, and no code on the event loop is to blame.
     */
    interface JvmPaused extends ClientEvent {
        /**
         * For how long. It may have been longer, by a quarter of what {@code StreamsClientBuilder.blockedLoopWarning}
         * says.
         */
        Duration pause();
    }
}
