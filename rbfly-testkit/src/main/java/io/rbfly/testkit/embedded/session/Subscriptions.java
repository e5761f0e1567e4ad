package io.rbfly.testkit.embedded.session;

import io.rbfly.protocol.command.subscribing.ConsumerUpdate;
import io.rbfly.protocol.command.subscribing.Credit;
import io.rbfly.protocol.command.subscribing.Subscribe;
import io.rbfly.protocol.wire.ResponseCode;
import io.rbfly.testkit.embedded.cluster.ConsumerGroup;
import io.rbfly.testkit.embedded.cluster.NodeConnection;
import io.rbfly.testkit.embedded.cluster.ReplicatedStream;
import io.rbfly.testkit.embedded.cluster.VirtualHost;
import io.rbfly.testkit.embedded.session.channel.FrameOutput;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The subscriptions of one connection, protocol section 8. */
final class Subscriptions {
    private static final String NAME = "name";
    private static final int MAX_REFERENCE_BYTES = 255;
    private static final int MAX_SUBSCRIPTIONS = 256;

    private final NodeConnection client;
    private final FrameOutput output;
    private final ConsumerUpdates updates;
    private final Map<Integer, Entry> subscriptions = new TreeMap<>();

    /** @param consumer null if it is not a member of a group */
    private record Entry(
            ActiveSubscription subscription, @Nullable GroupConsumer consumer) {
        private void end() {
            stop();
            if (consumer != null) {
                consumer.leave();
            }
        }

        private void stop() {
            subscription.stop();
            subscription.stream().remove(subscription);
        }
    }

    Subscriptions(NodeConnection client, FrameOutput output, ConsumerUpdates updates) {
        this.client = client;
        this.output = output;
        this.updates = updates;
    }

    /**
     * Subscribes to a stream that this node has, and responds.
     *
     * @param version the version of Deliver that the client knows
     */
    ResponseCode subscribe(
            Subscribe request, ReplicatedStream stream, VirtualHost virtualHost, int version, Runnable accepted) {
        if (subscriptions.containsKey(request.subscriptionId())) {
            return ResponseCode.SUBSCRIPTION_ID_ALREADY_EXISTS;
        }
        ActiveSubscription subscription = new ActiveSubscription(request, stream, client, output, version);
        GroupConsumer consumer = null;
        if ("true".equals(request.properties().get("single-active-consumer"))) {
            ConsumerGroup group = group(request, virtualHost);
            if (group == null) {
                return ResponseCode.PRECONDITION_FAILED;
            }
            consumer = new GroupConsumer(subscription, group, virtualHost, updates);
        }
        subscriptions.put(request.subscriptionId(), new Entry(subscription, consumer));
        stream.add(subscription);
        accepted.run(); // the response is sent before the first chunk
        if (consumer == null) {
            subscription.start(request.offset());
        } else {
            consumer.join();
        }
        return ResponseCode.OK;
    }

    /** Whether there are too many, or the name of the consumer is too long, which is checked before the stream. */
    boolean isRefused(Subscribe request) {
        String name = request.properties().getOrDefault(NAME, "");
        return subscriptions.size() == MAX_SUBSCRIPTIONS
                || name.getBytes(StandardCharsets.UTF_8).length > MAX_REFERENCE_BYTES;
    }

    private static @Nullable ConsumerGroup group(Subscribe request, VirtualHost virtualHost) {
        String name = request.properties().get(NAME);
        if (name == null) {
            return null;
        }
        return virtualHost.group(request.stream(), name, request.properties().get("super-stream"));
    }

    /** Ends a subscription; returns its stream, null if there is none with this id. */
    @Nullable
    ReplicatedStream unsubscribe(int subscriptionId) {
        Entry entry = subscriptions.remove(subscriptionId);
        if (entry == null) {
            return null;
        }
        entry.end();
        return entry.subscription.stream();
    }

    void credit(Credit credit) {
        Entry entry = subscriptions.get(credit.subscriptionId());
        if (entry == null) {
            output.send(new Credit.Refusal(ResponseCode.SUBSCRIPTION_ID_DOES_NOT_EXIST, credit.subscriptionId()));
            return;
        }
        entry.subscription.addCredit(credit.credit());
        if (!entry.subscription.isStarted()) {
            output.send(new Credit.Refusal(ResponseCode.PRECONDITION_FAILED, credit.subscriptionId()));
        }
    }

    /**
     * The client has answered a ConsumerUpdate. What this means depends on the state of the subscription that has the
     * id at present, even if the broker has asked another one, or something else.
     */
    void answered(int correlationId, ConsumerUpdate.Reply reply) {
        ConsumerUpdate request = updates.answered(correlationId);
        Entry entry = request == null ? null : subscriptions.get(request.subscriptionId());
        if (request == null || entry == null) {
            return;
        }
        if (entry.consumer == null || entry.consumer.isActive()) {
            entry.subscription.start(reply.offset());
        } else if (!request.active()) {
            entry.consumer.steppedDown();
        }
    }

    /** The stream of a subscription, if there is one. */
    List<String> streamOf(int subscriptionId) {
        Entry entry = subscriptions.get(subscriptionId);
        return entry == null ? List.of() : List.of(entry.subscription.stream().name());
    }

    /** The streams of all subscriptions. */
    Set<ReplicatedStream> streams() {
        Set<ReplicatedStream> streams = new LinkedHashSet<>();
        subscriptions.values().forEach(entry -> streams.add(entry.subscription.stream()));
        return streams;
    }

    /** Whether there is a subscription to a stream. */
    boolean reads(ReplicatedStream stream) {
        return subscriptions.values().stream().anyMatch(entry -> entry.subscription.stream() == stream);
    }

    /** Forgets the subscriptions to a stream; returns whether there were any. */
    boolean forget(ReplicatedStream stream) {
        List<Entry> gone = subscriptions.values().stream()
                .filter(entry -> entry.subscription.stream() == stream)
                .toList();
        subscriptions.values().removeAll(gone);
        gone.forEach(Entry::end);
        return !gone.isEmpty();
    }

    void close() {
        List<Entry> all = new ArrayList<>(subscriptions.values());
        subscriptions.clear();
        all.forEach(Entry::stop);
        GroupConsumer.leaveAll(
                all.stream().map(Entry::consumer).filter(Objects::nonNull).toList());
        updates.stop();
    }
}
