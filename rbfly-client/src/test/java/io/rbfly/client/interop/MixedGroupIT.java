package io.rbfly.client.interop;

import static io.rbfly.client.support.Streams.await;
import static io.rbfly.client.support.Streams.awaitTrue;
import static io.rbfly.client.support.Streams.connect;
import static io.rbfly.client.support.Streams.patient;
import static io.rbfly.client.support.Streams.withStream;
import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.stream.Address;
import com.rabbitmq.stream.Consumer;
import com.rabbitmq.stream.Environment;
import com.rabbitmq.stream.MessageHandler;
import com.rabbitmq.stream.NoOffsetException;
import com.rabbitmq.stream.OffsetSpecification;
import io.rbfly.client.StreamsClient;
import io.rbfly.client.api.Offset;
import io.rbfly.client.api.Publisher;
import io.rbfly.client.api.Routing;
import io.rbfly.client.api.SingleActiveConsumer;
import io.rbfly.client.api.Subscription;
import io.rbfly.client.api.SubscriptionOptions;
import io.rbfly.client.api.event.ClientEvent;
import io.rbfly.client.api.stream.SuperStreamOptions;
import io.rbfly.client.support.Streams;
import io.rbfly.client.support.Streams.StreamTest;
import io.rbfly.testkit.broker.Broker;
import io.rbfly.testkit.broker.BrokerTest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;

/** Groups on a real broker, also with members that are consumers of the official client. */
class MixedGroupIT {
    private static final SubscriptionOptions OPTIONS =
            SubscriptionOptions.DEFAULT.withSingleActiveConsumer(SingleActiveConsumer.named("app"));

    private final List<String> processed = new CopyOnWriteArrayList<>();

    /** The names of the active members of each partition, as the members tell. */
    private final Map<String, Set<String>> active = new ConcurrentHashMap<>();

    /** The last offset of each stream that a consumer of the official client has sent to be stored. */
    private final Map<String, Long> sentToStore = new ConcurrentHashMap<>();

    private int published;

    /** A member, which a test closes. */
    private interface Member {
        void close() throws Exception;
    }

    private record NamedMember(String name, Member member) {}

    private Member ours(Broker broker, String stream, String name) throws Exception {
        StreamsClient client = connect(broker.uri());
        Subscription subscription = await(client.subscribe(stream, Offset.FIRST, OPTIONS));
        subscription.forEach(message -> CompletableFuture.runAsync(() -> processed.add(message.body() + " " + name)));
        return () -> {
            await(subscription.close());
            await(client.close());
        };
    }

    private Member official(Broker broker, String stream, String name) {
        Environment environment = Environment.builder()
                .uri("rabbitmq-stream://guest:guest@" + broker.host() + ":" + broker.port())
                .addressResolver(advertised -> new Address(broker.host(), broker.port()))
                .rpcTimeout(OfficialClient.RPC_TIMEOUT)
                .build();
        Consumer consumer = environment.consumerBuilder().stream(stream)
                .name("app")
                .singleActiveConsumer()
                .offset(OffsetSpecification.first())
                .manualTrackingStrategy()
                .checkInterval(Duration.ZERO) // a passive member would store 0 when nothing is stored
                .builder()
                .messageHandler((context, message) -> {
                    store(context);
                    processed.add(message.getBody() + " " + name);
                })
                .build();
        return () -> {
            consumer.close();
            OfficialClient.close(environment);
        };
    }

    private void publish(Publisher publisher, int count) throws Exception {
        List<String> bodies = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            bodies.add("m" + published++);
        }
        await(publisher.sendAll(bodies));
    }

    private void awaitProcessed(int count) {
        awaitTrue(count + " messages are processed", () -> processed.size() >= count);
    }

    private void store(MessageHandler.Context context) {
        context.storeOffset();
        sentToStore.put(context.stream(), context.offset());
    }

    /** Waits for what the official client does not wait for before it lets the next member begin. */
    private void awaitStored(StreamsClient client) {
        sentToStore.forEach((stream, offset) -> awaitTrue(
                offset + " is stored in " + stream,
                () -> client.queryOffset(stream, "app").join().orElse(-1) >= offset));
    }

    /**
     * Waits until each partition has one active member, the one that the broker chooses, so that none is handed over
     * while the next messages are processed.
     */
    private void awaitHandedOver(List<String> partitions, List<NamedMember> members) {
        for (int i = 0; i < partitions.size(); i++) {
            Set<String> expected = Set.of(members.get(i % members.size()).name());
            String partition = partitions.get(i);
            awaitTrue(expected + " is active in " + partition, () -> expected.equals(active.get(partition)));
        }
    }

    private void setActive(String partition, String member, boolean isActive) {
        Set<String> members = active.computeIfAbsent(partition, each -> ConcurrentHashMap.newKeySet());
        if (isActive) {
            members.add(member);
        } else {
            members.remove(member);
        }
    }

    private List<String> bodies() {
        return processed.stream()
                .map(each -> each.substring(0, each.indexOf(' ')))
                .toList();
    }

    private static List<String> expected(int count) {
        return IntStream.range(0, count).mapToObj(i -> "m" + i).toList();
    }

    @BrokerTest(versions = "4.0+")
    void membersOfBothClientsTakeOverFromEachOther(Broker broker) throws Exception {
        withStream(broker, (client, stream) -> {
            Publisher publisher = await(client.publisher(stream));
            Member a = ours(broker, stream, "a");
            publish(publisher, 100);
            awaitProcessed(100);
            Member b = official(broker, stream, "b");
            Member c = ours(broker, stream, "c");
            publish(publisher, 100);
            awaitProcessed(200);
            a.close();
            publish(publisher, 100);
            awaitProcessed(300);
            Member d = official(broker, stream, "d");
            awaitStored(client);
            b.close();
            publish(publisher, 100);
            awaitProcessed(400);
            c.close();
            publish(publisher, 100);
            awaitProcessed(500);
            d.close();

            assertThat(bodies()).isEqualTo(expected(500));
            assertThat(List.of(processed.get(0), processed.get(250), processed.get(350), processed.get(499)))
                    .containsExactly("m0 a", "m250 b", "m350 c", "m499 d");
        });
    }

    @BrokerTest(versions = "4.0+")
    void eachMessageIsProcessedOnceWhileMembersComeAndGo(Broker broker) throws Exception {
        withStream(broker, (client, stream) -> {
            Publisher publisher = await(client.publisher(stream));
            List<Member> members = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                members.add(ours(broker, stream, "first" + i));
            }
            for (int round = 0; round < 20; round++) {
                publish(publisher, 500);
                members.remove(0).close();
                members.add(ours(broker, stream, "member" + round));
            }
            awaitProcessed(10_000);
            for (Member member : members) {
                member.close();
            }

            assertThat(bodies()).isEqualTo(expected(10_000));
        });
    }

    /**
     * The members change while all messages are processed and stored: the official client begins with the first message
     * of a chunk when it takes over in the middle of one, and does not wait for its own offsets.
     */
    @BrokerTest(versions = "4.0+")
    void partitionsOfASuperStreamAreHandedOverBetweenBothClients(Broker broker) throws Exception {
        withSuperStream(broker, (client, superStream) -> {
            List<String> partitions = await(client.partitions(superStream));
            Publisher publisher = await(client.superStreamPublisher(superStream, Routing.hash(String::valueOf)));
            List<NamedMember> members = new ArrayList<>();
            for (int round = 0; round < 10; round++) {
                String name = "member" + round;
                members.add(new NamedMember(
                        name,
                        round % 3 == 2
                                ? officialOfSuperStream(broker, superStream, name)
                                : oursOfSuperStream(broker, superStream, name)));
                awaitHandedOver(partitions, members);
                if (members.size() > 3) {
                    members.remove(0).member().close();
                    awaitHandedOver(partitions, members);
                }
                publish(publisher, 200);
                awaitProcessed(published);
                awaitStored(client);
            }
            for (NamedMember each : members) {
                each.member().close();
            }

            assertOnceAndInOrder(partitions);
        });
    }

    @BrokerTest(versions = "4.0+")
    void eachMessageOfASuperStreamIsProcessedOnceWhileMembersComeAndGo(Broker broker) throws Exception {
        withSuperStream(broker, (client, superStream) -> {
            Publisher publisher = await(client.superStreamPublisher(superStream, Routing.hash(String::valueOf)));
            List<Member> members = new ArrayList<>();
            for (int round = 0; round < 50; round++) {
                publish(publisher, 200);
                members.add(oursOfSuperStream(broker, superStream, "member" + round));
                if (members.size() > 3) {
                    members.remove(0).close();
                }
            }
            awaitProcessed(published);
            for (Member member : members) {
                member.close();
            }

            assertOnceAndInOrder(await(client.partitions(superStream)));
        });
    }

    private static void withSuperStream(Broker broker, StreamTest test) throws Exception {
        StreamsClient client = connect(broker.uri());
        String superStream = Streams.newName();
        await(client.createSuperStream(superStream, SuperStreamOptions.partitions(4)));
        test.run(client, superStream);
        await(client.deleteSuperStream(superStream));
        await(client.close());
    }

    private void assertOnceAndInOrder(List<String> partitions) {
        assertThat(processed).hasSize(published).doesNotHaveDuplicates();
        for (String partition : partitions) {
            assertThat(processed.stream()
                            .filter(each -> each.endsWith(" " + partition))
                            .map(each -> Integer.parseInt(each.substring(1, each.indexOf(' '))))
                            .toList())
                    .isNotEmpty()
                    .isSorted();
        }
    }

    private Member oursOfSuperStream(Broker broker, String superStream, String name) throws Exception {
        StreamsClient client = patient(broker.uri())
                .listener(event -> {
                    if (event instanceof ClientEvent.SubscriptionActivated now) {
                        setActive(now.stream(), name, true);
                    } else if (event instanceof ClientEvent.SubscriptionDeactivated now) {
                        setActive(now.stream(), name, false);
                    }
                })
                .build();
        Subscription subscription = await(client.subscribeSuperStream(superStream, Offset.FIRST, OPTIONS));
        subscription.forEach(
                message -> CompletableFuture.runAsync(() -> processed.add(message.body() + " " + message.stream())));
        return () -> {
            await(subscription.close());
            await(client.close());
        };
    }

    private Member officialOfSuperStream(Broker broker, String superStream, String name) {
        Environment environment = Environment.builder()
                .uri("rabbitmq-stream://guest:guest@" + broker.host() + ":" + broker.port())
                .addressResolver(advertised -> new Address(broker.host(), broker.port()))
                .rpcTimeout(OfficialClient.RPC_TIMEOUT)
                .build();
        Consumer consumer = environment
                .consumerBuilder()
                .superStream(superStream)
                .name("app")
                .singleActiveConsumer()
                .offset(OffsetSpecification.first())
                .manualTrackingStrategy()
                .checkInterval(Duration.ZERO) // a passive member would store 0 when nothing is stored
                .builder()
                .consumerUpdateListener(context -> {
                    setActive(context.stream(), name, context.isActive());
                    return context.isActive() ? behindStored(context.consumer()) : OffsetSpecification.none();
                })
                .messageHandler((context, message) -> {
                    store(context);
                    processed.add(message.getBody() + " " + context.stream());
                })
                .build();
        return () -> {
            consumer.close();
            OfficialClient.close(environment);
        };
    }

    private static OffsetSpecification behindStored(Consumer consumer) {
        try {
            return OffsetSpecification.offset(consumer.storedOffset() + 1);
        } catch (NoOffsetException e) {
            return OffsetSpecification.first();
        }
    }
}
