package io.rbfly.client.api.event;

import io.rbfly.client.api.error.StreamException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An event of a client, reported to its listener on the event loop. A listener must not block.
 *
 * <p>A connection that replaces a lost one has the same name.
 *
 * <p>Later versions may add events, and properties to these: a listener should ignore events that it does not know.
 * Applications should implement these interfaces only in tests.
 */
public interface ClientEvent {
    /** A connection was opened. */
    interface ConnectionOpened extends ClientEvent {
        /** The name of the connection: the client's name, the purpose, and a number if there are several. */
        String connection();

        /** Host and port. */
        String address();

        /**
         * The negotiated interval, zero for no heartbeats. A broker closes a connection from which it has read nothing
         * for two to three intervals.
         */
        Duration heartbeat();

        /** Whether it replaces a connection that was lost. */
        boolean reconnect();
    }

    /** A connection was closed or lost. */
    interface ConnectionClosed extends ClientEvent {
        /** The name of the connection. */
        String connection();

        /** Whether it was ended by the broker or the network, and not by this client. */
        boolean byPeer();

        /** The reason, null if the application closed it. */
        @Nullable
        Throwable cause();
    }

    /**
     * A publisher was interrupted: its connection or the leader of the stream was lost. Messages wait until the
     * publisher is resumed or ended.
     */
    interface PublisherInterrupted extends ClientEvent {
        /** The stream of the publisher. */
        String stream();

        /** The name of the publisher, empty if it has none. */
        String name();

        /** The reason. */
        StreamException cause();
    }

    /** A publisher that was interrupted has resumed. */
    interface PublisherResumed extends ClientEvent {
        /** The stream. */
        String stream();

        /** The name of the publisher, empty if it has none. */
        String name();
    }

    /**
     * An open publisher has ended for another reason than being closed by the application. A publisher to a super
     * stream reports its own end, and that of the publisher to a partition if that was the reason.
     */
    interface PublisherEnded extends ClientEvent {
        /** The stream, or the super stream. */
        String stream();

        /** The name of the publisher, empty if it has none. */
        String name();

        /** The reason. */
        StreamException cause();
    }

    /**
     * A subscription was interrupted: its connection was lost, or the stream is not available at its node, or it leaves
     * its group for a while, as the message of the cause tells. Messages received before can be read, unless it is a
     * member of a group; more are received when it is resumed.
     */
    interface SubscriptionInterrupted extends ClientEvent {
        /** The stream of the subscription. */
        String stream();

        /** The reason. */
        StreamException cause();
    }

    /** A subscription that was interrupted has resumed. */
    interface SubscriptionResumed extends ClientEvent {
        /** The stream. */
        String stream();
    }

    /**
     * An open subscription has ended for another reason than being closed by the application: the broker refused it,
     * the client gave up reconnecting, or what was received cannot be read. Messages received before can still be read.
     * A subscription to a super stream reports it for each partition, also for one that was deleted while it continues
     * with the others.
     */
    interface SubscriptionEnded extends ClientEvent {
        /** The stream; with a super stream, the partition. */
        String stream();

        /** The reason. */
        StreamException cause();
    }

    /** A subscription has become the active consumer of its group, and receives messages. */
    interface SubscriptionActivated extends ClientEvent {
        /** The stream; with a super stream, the partition. */
        String stream();

        /** The name of the group. */
        String group();
    }

    /**
     * A subscription is no longer the active consumer of its group: another member is to take over, the connection is
     * lost, or the subscription was closed. Messages of the stream are no longer processed when this is reported,
     * except one that was not finished in time or when the connection was lost.
     */
    interface SubscriptionDeactivated extends ClientEvent {
        /** The stream; with a super stream, the partition. */
        String stream();

        /** The name of the group. */
        String group();
    }

    /**
     * Messages were deleted by the retention of their stream before a subscription had read them: it was too slow, it
     * was disconnected for too long, or the offset after which it started was stored too long ago. Reported with
     * RabbitMQ 3.11 or later.
     */
    interface MessagesSkipped extends ClientEvent {
        /** The stream of the subscription. */
        String stream();

        /** The offset that would have been read next, unsigned. */
        long firstOffset();

        /** The first offset that exists, unsigned. */
        long nextOffset();
    }

    /**
     * The stream of a subscription was deleted and created again, and the subscription starts again at the first
     * message.
     */
    interface SubscriptionRestarted extends ClientEvent {
        /** The stream of the subscription. */
        String stream();

        /** The offset that would have been read next in the former stream, unsigned. */
        long reachedOffset();
    }

    /**
     * A publisher or a subscription of a super stream has noticed that partitions were added or removed. Each of them
     * reports it when it notices.
     */
    interface PartitionsChanged extends ClientEvent {
        /** The super stream. */
        String superStream();

        /** What has noticed it, for example {@code "subscription to super stream orders"}. */
        String what();

        /** The partitions now, in their order; there may be none. */
        List<String> partitions();

        /** The partitions that there were not before. */
        List<String> added();

        /** The partitions that there were before. */
        List<String> removed();
    }

    /**
     * An attempt to connect, or to declare a publisher or a subscription, has failed, and another one follows. Also
     * reported while a publisher or subscription is being opened.
     */
    interface ReconnectFailed extends ClientEvent {
        /** What the connection is for, for example {@code "publisher on stream orders"}. */
        String what();

        /** The reason; several nodes may have been tried. */
        StreamException cause();

        /** The number of consecutive failed attempts. */
        int attempts();

        /** The time until the next attempt. */
        Duration pause();
    }

    /**
     * No message published on a connection has been confirmed for 5 seconds. Probably the broker is short of disk space
     * or memory and does not read from publishing connections until that changes, or it hangs; brokers do not report
     * which. Messages wait in the publishers; requests use other connections.
     */
    interface PublishingBlocked extends ClientEvent {
        /** The name of the connection. */
        String connection();

        /** How long no message has been confirmed. */
        Duration waited();
    }

    /**
     * A broker confirms messages again on a connection for which {@link PublishingBlocked} was reported, or that
     * connection was closed or lost.
     */
    interface PublishingUnblocked extends ClientEvent {
        /** The name of the connection. */
        String connection();
    }

    /** A heartbeat was sent. */
    interface HeartbeatSent extends ClientEvent {
        /** The name of the connection. */
        String connection();
    }

    /** A heartbeat was received. */
    interface HeartbeatReceived extends ClientEvent {
        /** The name of the connection. */
        String connection();
    }

    /** The event loop runs again after it was blocked for longer than the threshold of the watchdog. */
    interface EventLoopBlocked extends ClientEvent {
        /**
         * How long it was blocked, with the precision of the watchdog's interval and without pauses of the whole JVM.
         */
        Duration blocked();

        /** The stack of the event loop when the block was detected, innermost call first. */
        List<StackTraceElement> stack();
    }

    /**
     * The whole JVM runs again after a pause that was longer than the threshold of the watchdog: for garbage
     * collection, for a safepoint that one thread was slow to reach, or because the process or its machine was
     * suspended. No heartbeat was sent during the pause. Code on the event loop is not the cause.
     */
    interface JvmPaused extends ClientEvent {
        /**
         * The length of the pause. It may have been longer by a quarter of
         * {@code StreamsClientBuilder.blockedLoopWarning}.
         */
        Duration pause();
    }
}
