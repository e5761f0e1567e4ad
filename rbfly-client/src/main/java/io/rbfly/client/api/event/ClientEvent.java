package io.rbfly.client.api.event;

import io.rbfly.client.api.error.StreamException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Something that happened to a client, told to its listener on the event loop. A listener must not block.
 *
 * <p>A connection that takes the place of a lost one has the same name.
 */
public sealed interface ClientEvent {
    /**
     * A connection is open.
     *
     * @param connection its name: that of the client, what it is for, and a number when there are several
     * @param address host and port
     * @param heartbeat the agreed interval, zero for none. A broker closes a connection from which it has read nothing
     *     for two to three intervals
     * @param reconnect whether it takes the place of one that was lost
     */
    record ConnectionOpened(String connection, String address, Duration heartbeat, boolean reconnect)
            implements ClientEvent {}

    /**
     * A connection is gone.
     *
     * @param connection its name
     * @param byPeer whether the broker or the network ended it, not this client
     * @param cause why, null when the application closed it
     */
    record ConnectionClosed(
            String connection, boolean byPeer, @Nullable Throwable cause) implements ClientEvent {}

    /**
     * A publisher is not known to a broker any more: its connection is lost, or the stream's leader is. Messages wait until
     * it is resumed or ended.
     *
     * @param stream the stream that it publishes to
     * @param name its name, empty when it has none
     * @param cause why
     */
    record PublisherInterrupted(String stream, String name, StreamException cause) implements ClientEvent {}

    /** A publisher that was interrupted goes on. */
    record PublisherResumed(String stream, String name) implements ClientEvent {}

    /** An open publisher is at its end, for another cause than that the application closed it. */
    record PublisherEnded(String stream, String name, StreamException cause) implements ClientEvent {}

    /**
     * A subscription is not known to a broker any more: its connection is lost, or the stream is not available there. What was
     * received can be read; more comes when it is resumed.
     *
     * @param stream the stream that it reads
     * @param cause why
     */
    record SubscriptionInterrupted(String stream, StreamException cause) implements ClientEvent {}

    /** A subscription that was interrupted goes on. */
    record SubscriptionResumed(String stream) implements ClientEvent {}

    /**
     * The broker does not take an open subscription back, or the client gave up connecting. What was received can still be
     * read.
     */
    record SubscriptionEnded(String stream, StreamException cause) implements ClientEvent {}

    /**
     * Messages were deleted by the retention of their stream before a subscription had read them: it was too slow, or was
     * disconnected for too long, or the offset that it began behind was stored too long ago. Told for brokers from 3.11 on.
     *
     * @param stream the stream that it reads
     * @param firstOffset the offset that would have been read next, unsigned
     * @param nextOffset the first offset that was there instead, unsigned
     */
    record MessagesSkipped(String stream, long firstOffset, long nextOffset) implements ClientEvent {}

    /**
     * The stream of a subscription was deleted and created again, and the subscription begins again at its first message.
     *
     * @param stream the stream that it reads
     * @param reachedOffset the offset that would have been read next in the former stream, unsigned
     */
    record SubscriptionRestarted(String stream, long reachedOffset) implements ClientEvent {}

    /**
     * An attempt to connect, or to make a broker know a publisher or a subscription, failed, and the next one follows. Also
     * told while one is opened.
     *
     * @param what who needs the connection, as in "publisher on stream orders"
     * @param cause why it failed; several nodes may have been tried
     * @param attempts how many failed in a row
     * @param pause how long it is until the next one
     */
    record ReconnectFailed(String what, StreamException cause, int attempts, Duration pause) implements ClientEvent {}

    /**
     * What was published on a connection has had no confirm for 5 seconds: the broker is short of disk or memory, most likely,
     * and reads nothing from connections that publish until it is not; or it is stuck. Brokers do not say which. Messages wait in
     * the window and behind it; requests go over other connections.
     *
     * @param connection its name
     * @param waited since when there was no confirm
     */
    record PublishingBlocked(String connection, Duration waited) implements ClientEvent {}

    /**
     * A broker confirms again what is published on a connection for which {@link PublishingBlocked} was told, or that connection is
     * gone.
     */
    record PublishingUnblocked(String connection) implements ClientEvent {}

    /** A heartbeat left. */
    record HeartbeatSent(String connection) implements ClientEvent {}

    /** A heartbeat of the broker arrived. */
    record HeartbeatReceived(String connection) implements ClientEvent {}

    /**
     * The event loop can run again after it was blocked for longer than the watchdog allows.
     *
     * @param blocked for how long, to within the watchdog's interval and without pauses of the whole JVM
     * @param stack what it was doing, innermost call first, as seen when the block was noticed
     */
    record EventLoopBlocked(Duration blocked, List<StackTraceElement> stack) implements ClientEvent {
        public EventLoopBlocked {
            stack = List.copyOf(stack);
        }
    }

    /**
     * The whole JVM runs again after it was paused for longer than the watchdog allows: by garbage collection, by a safepoint
     * that one thread was long in reaching, or because the process or its machine was stopped. No heartbeat was sent
     * meanwhile, and no code on the event loop is to blame.
     *
     * @param pause for how long. It may have been longer, by a quarter of what
     *     {@code StreamsClientBuilder.blockedLoopWarning} says
     */
    record JvmPaused(Duration pause) implements ClientEvent {}
}
