package io.rbfly.testkit.embedded.session;

import io.rbfly.protocol.command.subscribing.ConsumerUpdate;
import io.rbfly.testkit.embedded.cluster.ConsumerGroup;
import io.rbfly.testkit.embedded.cluster.GroupMember;
import io.rbfly.testkit.embedded.cluster.StreamClient;
import io.rbfly.testkit.embedded.cluster.VirtualHost;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A subscription that is a member of a group, scale-out section 3: it delivers only while it is the active one.
 *
 * <p>What the group decides reaches the connection later, as a message to its process. If the subscription has ended by
 * then, the client is not told.
 */
final class GroupConsumer implements GroupMember {
    private final ActiveSubscription subscription;
    private final ConsumerGroup group;
    private final VirtualHost virtualHost;
    private final ConsumerUpdates updates;
    private boolean active;
    private boolean left;

    GroupConsumer(
            ActiveSubscription subscription, ConsumerGroup group, VirtualHost virtualHost, ConsumerUpdates updates) {
        this.subscription = subscription;
        this.group = group;
        this.virtualHost = virtualHost;
        this.updates = updates;
    }

    void join() {
        group.join(this);
    }

    /** The subscription ends. The cluster takes each request to step down that is open for answered. */
    void leave() {
        for (int open = updates.ended(subscription.id()); open > 0; open--) {
            group.steppedDown();
        }
        left = true;
        virtualHost.leave(group, List.of(this));
    }

    /** The connection ends, and with it all its members. */
    static void leaveAll(Collection<GroupConsumer> consumers) {
        Map<ConsumerGroup, List<GroupConsumer>> groups = new LinkedHashMap<>();
        for (GroupConsumer consumer : consumers) {
            consumer.left = true;
            groups.computeIfAbsent(consumer.group, key -> new ArrayList<>()).add(consumer);
        }
        groups.forEach((group, members) -> members.get(0).virtualHost.leave(group, members));
    }

    /** Whether it is the one that may deliver. */
    boolean isActive() {
        return active;
    }

    /** The client has answered that it has stopped. */
    void steppedDown() {
        group.steppedDown();
    }

    @Override
    public StreamClient client() {
        return subscription.client();
    }

    @Override
    public void activate() {
        if (!left) {
            active = true;
            updates.request(new ConsumerUpdate(subscription.id(), true));
        }
    }

    @Override
    public void deactivate() {
        if (!left) {
            active = false;
            subscription.stop();
            updates.request(new ConsumerUpdate(subscription.id(), false));
        }
    }
}
