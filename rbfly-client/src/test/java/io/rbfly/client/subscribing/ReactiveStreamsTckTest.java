package io.rbfly.client.subscribing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.rbfly.client.api.Message;
import io.rbfly.client.api.Offset;
import io.rbfly.client.api.Subscription;
import io.rbfly.client.support.Scene;
import io.rbfly.client.support.ScriptedFeed;
import io.rbfly.protocol.command.StatusResponse;
import io.rbfly.protocol.command.subscribing.Credit;
import io.rbfly.protocol.command.subscribing.Deliver;
import io.rbfly.protocol.command.subscribing.Subscribe;
import io.rbfly.protocol.wire.CommandKey;
import io.rbfly.protocol.wire.ResponseCode;
import io.rbfly.testkit.scripted.ScriptedPeer;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Flow;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.opentest4j.TestAbortedException;
import org.reactivestreams.tck.PublisherVerification;
import org.reactivestreams.tck.TestEnvironment;
import org.reactivestreams.tck.flow.FlowPublisherVerification;
import org.testng.SkipException;

/** The rules of reactive streams, checked by their authors' test kit over a scripted broker that sends endlessly. */
class ReactiveStreamsTckTest {
    private static final int CHUNK = 10;

    private final Scene scene = new Scene();

    @AfterEach
    void close() {
        scene.close();
    }

    private static List<Method> rules() {
        return Arrays.stream(PublisherVerification.class.getMethods())
                .filter(method -> method.isAnnotationPresent(org.testng.annotations.Test.class))
                .sorted(Comparator.comparing(Method::getName))
                .toList();
    }

    @TestFactory
    Stream<DynamicTest> rule() {
        endlessStream();
        return rules().stream()
                .map(rule -> dynamicTest(rule.getName(), () -> {
                    try {
                        check(rule, publisher -> publisher);
                    } catch (SkipException e) {
                        assertThat(rule.getName()).as(e.getMessage()).doesNotStartWith("required");
                        throw new TestAbortedException(e.getMessage(), e);
                    }
                }));
    }

    @Test
    void allRulesThatAreRequiredAreThere() {
        assertThat(rules())
                .filteredOn(rule -> rule.getName().startsWith("required"))
                .hasSize(22);
    }

    @Test
    void aPublisherThatSendsOneMoreThanRequestedIsFound() throws Throwable {
        endlessStream();
        Method rule = PublisherVerification.class.getMethod(
                "required_spec101_subscriptionRequestMustResultInTheCorrectNumberOfProducedElements");
        Throwable found = null;
        try {
            check(rule, GenerousPublisher::new);
        } catch (AssertionError e) {
            found = e;
        }

        assertThat(found).isNotNull();
    }

    /**
     * Checks a rule, and once more if it is broken: the kit waits for 2 s at most, and for 100 ms until a reference is
     * gone. A machine that stands still for longer breaks any rule, but hardly twice in a row.
     */
    private void check(Method rule, UnaryOperator<Flow.Publisher<Message>> change) throws Throwable {
        try {
            checkOnce(rule, change);
        } catch (SkipException e) {
            throw e;
        } catch (Throwable e) {
            checkOnce(rule, change);
        }
    }

    private void checkOnce(Method rule, UnaryOperator<Flow.Publisher<Message>> change) throws Throwable {
        Verification verification = new Verification(change);
        verification.setUp();
        try {
            rule.invoke(verification);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    private void endlessStream() {
        ScriptedFeed.on(scene);
        long[] offset = new long[1];
        scene.broker
                .onFrame(Subscribe.class, (peer, frame) -> {
                    Subscribe request = (Subscribe) frame.command();
                    peer.respond(frame.correlationId(), new StatusResponse(CommandKey.SUBSCRIBE, ResponseCode.OK));
                    deliver(peer, request.subscriptionId(), request.credit(), offset);
                })
                .on(Credit.class, (peer, credit) -> deliver(peer, credit.subscriptionId(), credit.credit(), offset));
    }

    private static void deliver(ScriptedPeer peer, int subscriptionId, int chunks, long[] offset) {
        for (int i = 0; i < chunks; i++, offset[0] += CHUNK) {
            peer.send(new Deliver(subscriptionId, ScriptedFeed.numbers(offset[0], CHUNK)));
        }
    }

    private final class Verification extends FlowPublisherVerification<Message> {
        private final UnaryOperator<Flow.Publisher<Message>> change;

        Verification(UnaryOperator<Flow.Publisher<Message>> change) {
            super(new TestEnvironment(2000, 50), 500);
            this.change = change;
        }

        @Override
        public Flow.Publisher<Message> createFlowPublisher(long elements) {
            Subscription subscription = scene.now(scene.client.subscribe("s", Offset.FIRST));
            if (elements == 0) {
                scene.now(subscription.close());
            }
            Flow.Publisher<Message> publisher = change.apply(subscription.asFlowPublisher());
            return subscriber -> publisher.subscribe(
                    subscriber == null ? null : new ClosingSubscriber(subscriber, subscription, elements));
        }

        @Override
        public Flow.Publisher<Message> createFailedFlowPublisher() {
            Subscription subscription = scene.now(scene.client.subscribe("s", Offset.FIRST));
            subscription.forEach(message -> null);
            return subscription.asFlowPublisher();
        }
    }

    /** Ends the endless stream after so many messages, by closing the subscription. */
    private static final class ClosingSubscriber implements Flow.Subscriber<Message> {
        private final Flow.Subscriber<? super Message> subscriber;
        private final Subscription subscription;
        private long left;

        ClosingSubscriber(Flow.Subscriber<? super Message> subscriber, Subscription subscription, long messages) {
            this.subscriber = subscriber;
            this.subscription = subscription;
            this.left = messages;
        }

        @Override
        public void onSubscribe(Flow.Subscription flow) {
            subscriber.onSubscribe(flow);
        }

        @Override
        public void onNext(Message message) {
            subscriber.onNext(message);
            if (--left == 0) {
                subscription.close();
            }
        }

        @Override
        public void onError(Throwable error) {
            subscriber.onError(error);
        }

        @Override
        public void onComplete() {
            subscriber.onComplete();
        }
    }

    /** Breaks a rule. */
    private record GenerousPublisher(Flow.Publisher<Message> publisher) implements Flow.Publisher<Message> {
        @Override
        public void subscribe(Flow.Subscriber<? super Message> subscriber) {
            publisher.subscribe(new Flow.Subscriber<>() {
                @Override
                public void onSubscribe(Flow.Subscription flow) {
                    subscriber.onSubscribe(new Flow.Subscription() {
                        @Override
                        public void request(long count) {
                            flow.request(count + 1);
                        }

                        @Override
                        public void cancel() {
                            flow.cancel();
                        }
                    });
                }

                @Override
                public void onNext(Message message) {
                    subscriber.onNext(message);
                }

                @Override
                public void onError(Throwable error) {
                    subscriber.onError(error);
                }

                @Override
                public void onComplete() {
                    subscriber.onComplete();
                }
            });
        }
    }
}
