package io.rbfly.client.grouping;

import static io.rbfly.client.support.Streams.await;
import static io.rbfly.client.support.Streams.awaitTrue;
import static io.rbfly.client.support.Streams.newName;

import io.rbfly.client.StreamsClient;
import io.rbfly.client.StreamsClientBuilder;
import io.rbfly.client.api.Offset;
import io.rbfly.client.api.Publisher;
import io.rbfly.client.api.SingleActiveConsumer;
import io.rbfly.client.api.Subscription;
import io.rbfly.client.api.SubscriptionOptions;
import io.rbfly.client.api.event.ClientEvent;
import io.rbfly.client.support.CallbackKind;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;

/** Clients whose subscriptions are members of a group, on one broker. */
final class GroupScene implements AutoCloseable {
    static final String GROUP = "app";

    final String stream = newName();
    private final String uri;
    private final List<AutoCloseable> resources = new ArrayList<>();
    private final StreamsClient publishing;
    private final Publisher publisher;
    private int published;

    /** A client and its events. */
    record Member(StreamsClient client, List<ClientEvent> events) {
        long activations() {
            return events.stream()
                    .filter(ClientEvent.SubscriptionActivated.class::isInstance)
                    .count();
        }

        long deactivations() {
            return events.stream()
                    .filter(ClientEvent.SubscriptionDeactivated.class::isInstance)
                    .count();
        }
    }

    GroupScene(String uri) throws Exception {
        this.uri = uri;
        this.publishing = StreamsClient.create(uri);
        await(publishing.createStream(stream));
        this.publisher = await(publishing.publisher(stream));
    }

    StreamsClient client() {
        return publishing;
    }

    /** A further client. */
    Member member() {
        CallbackKind.Pool pool = new CallbackKind.Pool(CallbackKind.current());
        List<ClientEvent> events = new CopyOnWriteArrayList<>();
        Executor callbacks = pool.executor();
        StreamsClientBuilder builder = StreamsClient.builder(uri).listener(events::add);
        StreamsClient client = (callbacks == null ? builder : builder.callbackExecutor(callbacks)).build();
        resources.add(() -> {
            await(client.close());
            pool.close();
        });
        return new Member(client, events);
    }

    static SubscriptionOptions options() {
        return SubscriptionOptions.DEFAULT.withSingleActiveConsumer(SingleActiveConsumer.named(GROUP));
    }

    Subscription join(Member member) throws Exception {
        return join(member, options());
    }

    Subscription join(Member member, SubscriptionOptions options) throws Exception {
        return await(member.client.subscribe(stream, Offset.FIRST, options));
    }

    /** Publishes further numbers, each of which is the offset of its message unless offsets were stored in between. */
    void publish(int count) throws Exception {
        List<Integer> numbers = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            numbers.add(published++);
        }
        await(publisher.sendAll(numbers));
    }

    long stored() throws Exception {
        return await(publishing.queryOffset(stream, GROUP)).orElse(-1);
    }

    static void until(BooleanSupplier condition) {
        awaitTrue("the condition", condition);
    }

    @Override
    public void close() throws Exception {
        for (AutoCloseable each : resources) {
            each.close();
        }
        await(publishing.close());
    }
}
