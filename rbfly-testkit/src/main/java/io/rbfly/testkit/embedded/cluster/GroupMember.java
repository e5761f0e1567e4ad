package io.rbfly.testkit.embedded.cluster;

/** A subscription with a single active consumer, which the group activates and deactivates. */
public interface GroupMember {
    /** The connection. */
    StreamClient client();

    /** Asks the client where to start; it is active from now on. */
    void activate();

    /** Stops delivering, and asks the client to finish. Its answer is reported to {@link ConsumerGroup#steppedDown}. */
    void deactivate();
}
