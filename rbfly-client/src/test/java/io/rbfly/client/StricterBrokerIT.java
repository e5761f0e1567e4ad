package io.rbfly.client;

import static io.rbfly.client.support.Streams.await;
import static io.rbfly.client.support.Streams.connect;
import static io.rbfly.client.support.Streams.newName;
import static io.rbfly.client.support.Streams.patient;
import static io.rbfly.client.support.Streams.withStream;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rbfly.client.api.Message;
import io.rbfly.client.api.Offset;
import io.rbfly.client.api.Publisher;
import io.rbfly.client.api.PublisherOptions;
import io.rbfly.client.api.Subscription;
import io.rbfly.client.api.error.BrokerException;
import io.rbfly.client.api.error.ErrorCode;
import io.rbfly.client.api.error.MessageTooLargeException;
import io.rbfly.client.api.event.ClientEvent;
import io.rbfly.testkit.broker.Broker;
import io.rbfly.testkit.broker.BrokerTest;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** What RabbitMQ 4.3 checks and older brokers let pass, or answer in another way. */
class StricterBrokerIT {
    private static final String PASSWORD = "secret";

    @BrokerTest(versions = "4.0+")
    void theLargestMessageIsTakenAndNoFrameIsLargerThanAgreed(Broker broker) throws Exception {
        List<ClientEvent> events = new CopyOnWriteArrayList<>();
        StreamsClient client = patient(broker.uri()).listener(events::add).build();
        String stream = newName();
        await(client.createStream(stream));
        for (PublisherOptions options : List.of(
                PublisherOptions.DEFAULT,
                PublisherOptions.DEFAULT.withFilterValue(message -> "a value"),
                PublisherOptions.named("till"))) {
            Publisher publisher = await(client.publisher(stream, options));
            MessageTooLargeException refusal = tooLarge(publisher.sendRaw(new byte[2 << 20]));
            byte[] largest = new byte[(int) refusal.limit()];
            Subscription subscription = await(client.subscribe(stream, Offset.NEXT));
            CompletableFuture<Message> next = subscription.next();
            await(publisher.sendRaw(largest));
            assertThat(await(next).raw()).isEqualTo(largest);
            assertThat(tooLarge(publisher.sendRaw(new byte[largest.length + 1])).limit())
                    .isEqualTo(largest.length);

            Random random = new Random(1);
            List<CompletableFuture<Long>> sent = new ArrayList<>();
            for (int i = 0; i < 200; i++) { // frames that are as full as they can be
                sent.add(publisher.send(new byte[random.nextInt(300_000)]));
            }
            await(Async.gather(sent));
            await(publisher.close());
            await(subscription.close());
        }
        await(client.deleteStream(stream));
        await(client.close());
        assertThat(events).noneMatch(StricterBrokerIT::closedByPeer);
    }

    @BrokerTest(versions = "3.10+")
    void aUserWithoutPermissionsIsRefusedEverythingImmediately(Broker broker) throws Exception {
        String user = addUser(broker);
        broker.ctl("set_permissions", "-p", "/", user, "^$", "^$", "^$");
        withStream(broker, (owner, stream) -> {
            StreamsClient client = connect(uri(broker, user, PASSWORD, "/"));
            assertRefused(ErrorCode.ACCESS_REFUSED, () -> await(client.publisher(stream)));
            assertRefused(ErrorCode.ACCESS_REFUSED, () -> await(client.subscribe(stream, Offset.FIRST)));
            assertRefused(ErrorCode.ACCESS_REFUSED, () -> await(client.createStream(newName())));
            assertRefused(ErrorCode.ACCESS_REFUSED, () -> await(client.deleteStream(stream)));
            if (broker.version().atLeast(4, 3)) { // older versions answer any user
                assertRefused(ErrorCode.ACCESS_REFUSED, () -> await(client.streamExists(stream)));
                assertThat(await(client.streamMetadata(stream)).get(stream).error())
                        .contains(ErrorCode.ACCESS_REFUSED);
            } else {
                assertThat(await(client.streamExists(stream))).isTrue();
            }
            await(client.close());
        });
        broker.ctl("delete_user", user);
    }

    /** Frames of filtered messages are of version 2, and with those 4.0 drops the connection. */
    @BrokerTest(versions = "4.3")
    void theLastMessagesForADeletedStreamDoNotDisturbOthers(Broker broker) throws Exception {
        List<ClientEvent> events = new CopyOnWriteArrayList<>();
        StreamsClient client = patient(broker.uri()).listener(events::add).build();
        String stays = newName();
        String goes = newName();
        await(client.createStream(stays));
        Publisher other = await(client.publisher(stays));
        for (PublisherOptions options :
                List.of(PublisherOptions.DEFAULT, PublisherOptions.DEFAULT.withFilterValue(message -> null))) {
            await(client.createStream(goes));
            Publisher publisher = await(client.publisher(goes, options));
            List<CompletableFuture<Long>> sent = new ArrayList<>();
            CompletableFuture<Void> deleted = null;
            for (int i = 0; i < 50_000; i++) {
                await(publisher.ready().exceptionally(ended -> null));
                sent.add(publisher.send(i));
                deleted = i == 20_000 ? client.deleteStream(goes) : deleted;
                if (i % 1000 == 0) {
                    other.send(i);
                }
            }
            await(deleted);
            for (CompletableFuture<Long> each : sent) {
                Throwable error = each.handle((id, failure) -> failure).get(60, TimeUnit.SECONDS);
                if (error != null) {
                    assertThat(error)
                            .isInstanceOfSatisfying(
                                    BrokerException.class,
                                    refusal -> assertThat(refusal.code()).isEqualTo(ErrorCode.STREAM_DOES_NOT_EXIST));
                }
            }
            await(other.flush());
        }
        await(client.deleteStream(stays));
        await(client.close());
        assertThat(events).noneMatch(StricterBrokerIT::closedByPeer);
    }

    private static boolean closedByPeer(ClientEvent event) {
        return event instanceof ClientEvent.ConnectionClosed closed && closed.byPeer();
    }

    private static MessageTooLargeException tooLarge(CompletableFuture<?> future) throws Exception {
        try {
            await(future);
            throw new AssertionError("taken");
        } catch (MessageTooLargeException e) {
            return e;
        }
    }

    private static void assertRefused(ErrorCode code, ThrowingCallable action) {
        assertThatThrownBy(action)
                .isInstanceOfSatisfying(
                        BrokerException.class, error -> assertThat(error.code()).isEqualTo(code));
    }

    private static String addUser(Broker broker) {
        String name = newName();
        broker.ctl("add_user", name, PASSWORD);
        return name;
    }

    private static String uri(Broker broker, String user, String password, String virtualHost) {
        String path = "/".equals(virtualHost) ? "/" : "/" + virtualHost;
        return "rabbitmq-stream://" + user + ":" + password + "@" + broker.host() + ":" + broker.port() + path;
    }
}
