package io.rbfly.client.event;

import io.rbfly.client.api.error.StreamException;
import io.rbfly.client.api.event.ClientEvent;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The implementations of the events that a client reports. */
public final class Events {
    private Events() {}

    /** See {@link ClientEvent.ConnectionOpened}. */
    public record ConnectionOpened(String connection, String address, Duration heartbeat, boolean reconnect)
            implements ClientEvent.ConnectionOpened {}

    /** See {@link ClientEvent.ConnectionClosed}. */
    public record ConnectionClosed(
            String connection, boolean byPeer, @Nullable Throwable cause) implements ClientEvent.ConnectionClosed {}

    /** See {@link ClientEvent.PublisherInterrupted}. */
    public record PublisherInterrupted(String stream, String name, StreamException cause)
            implements ClientEvent.PublisherInterrupted {}

    /** See {@link ClientEvent.PublisherResumed}. */
    public record PublisherResumed(String stream, String name) implements ClientEvent.PublisherResumed {}

    /** See {@link ClientEvent.PublisherEnded}. */
    public record PublisherEnded(String stream, String name, StreamException cause)
            implements ClientEvent.PublisherEnded {}

    /** See {@link ClientEvent.SubscriptionInterrupted}. */
    public record SubscriptionInterrupted(String stream, StreamException cause)
            implements ClientEvent.SubscriptionInterrupted {}

    /** See {@link ClientEvent.SubscriptionResumed}. */
    public record SubscriptionResumed(String stream) implements ClientEvent.SubscriptionResumed {}

    /** See {@link ClientEvent.SubscriptionEnded}. */
    public record SubscriptionEnded(String stream, StreamException cause) implements ClientEvent.SubscriptionEnded {}

    /** See {@link ClientEvent.SubscriptionActivated}. */
    public record SubscriptionActivated(String stream, String group) implements ClientEvent.SubscriptionActivated {}

    /** See {@link ClientEvent.SubscriptionDeactivated}. */
    public record SubscriptionDeactivated(String stream, String group) implements ClientEvent.SubscriptionDeactivated {}

    /** See {@link ClientEvent.MessagesSkipped}. */
    public record MessagesSkipped(String stream, long firstOffset, long nextOffset)
            implements ClientEvent.MessagesSkipped {}

    /** See {@link ClientEvent.SubscriptionRestarted}. */
    public record SubscriptionRestarted(String stream, long reachedOffset)
            implements ClientEvent.SubscriptionRestarted {}

    /** See {@link ClientEvent.PartitionsChanged}. */
    public record PartitionsChanged(
            String superStream, String what, List<String> partitions, List<String> added, List<String> removed)
            implements ClientEvent.PartitionsChanged {
        public PartitionsChanged {
            partitions = List.copyOf(partitions);
            added = List.copyOf(added);
            removed = List.copyOf(removed);
        }
    }

    /** See {@link ClientEvent.ReconnectFailed}. */
    public record ReconnectFailed(String what, StreamException cause, int attempts, Duration pause)
            implements ClientEvent.ReconnectFailed {}

    /** See {@link ClientEvent.PublishingBlocked}. */
    public record PublishingBlocked(String connection, Duration waited) implements ClientEvent.PublishingBlocked {}

    /** See {@link ClientEvent.PublishingUnblocked}. */
    public record PublishingUnblocked(String connection) implements ClientEvent.PublishingUnblocked {}

    /** See {@link ClientEvent.HeartbeatSent}. */
    public record HeartbeatSent(String connection) implements ClientEvent.HeartbeatSent {}

    /** See {@link ClientEvent.HeartbeatReceived}. */
    public record HeartbeatReceived(String connection) implements ClientEvent.HeartbeatReceived {}

    /** See {@link ClientEvent.EventLoopBlocked}. */
    public record EventLoopBlocked(Duration blocked, List<StackTraceElement> stack)
            implements ClientEvent.EventLoopBlocked {
        public EventLoopBlocked {
            stack = List.copyOf(stack);
        }
    }

    /** See {@link ClientEvent.JvmPaused}. */
    public record JvmPaused(Duration pause) implements ClientEvent.JvmPaused {}
}
