package io.rbfly.client.grouping;

import static io.rbfly.client.support.Streams.await;

import io.rbfly.client.api.Message;
import io.rbfly.client.api.MessageView;
import io.rbfly.client.api.Subscription;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The ways to read, as a member of a group uses them that processes each message once. */
enum ReadingStyle {
    HANDLER {
        @Override
        Stop read(Subscription subscription, Function<MessageView, CompletableFuture<Void>> process) {
            subscription.forEach(process::apply);
            return () -> await(subscription.close());
        }
    },
    VIEWS {
        @Override
        Stop read(Subscription subscription, Function<MessageView, CompletableFuture<Void>> process) {
            subscription.forEachView(process::apply);
            return () -> await(subscription.close());
        }
    },
    NEXT {
        @Override
        Stop read(Subscription subscription, Function<MessageView, CompletableFuture<Void>> process) {
            Loop loop = new Loop(subscription, process);
            loop.step();
            return () -> {
                loop.stop();
                await(subscription.close());
            };
        }
    },
    FLOW {
        @Override
        Stop read(Subscription subscription, Function<MessageView, CompletableFuture<Void>> process) {
            OneByOne subscriber = new OneByOne(subscription, process);
            subscription.asFlowPublisher().subscribe(subscriber);
            return () -> {
                subscriber.stop();
                await(subscription.close());
            };
        }
    };

    /** Stops reading, and closes the subscription. */
    interface Stop {
        void run() throws Exception;
    }

    /** Reads until it is stopped; a message is processed when the future is complete; at once for VIEWS. */
    abstract Stop read(Subscription subscription, Function<MessageView, CompletableFuture<Void>> process);

    /** Calls next() again when the message is processed and acknowledged. */
    private static final class Loop {
        private final Subscription subscription;
        private final Function<MessageView, CompletableFuture<Void>> process;
        private CompletableFuture<Message> waiting = new CompletableFuture<>();
        private final CompletableFuture<Void> idle = new CompletableFuture<>();
        private boolean stopped;

        private Loop(Subscription subscription, Function<MessageView, CompletableFuture<Void>> process) {
            this.subscription = subscription;
            this.process = process;
        }

        private void step() {
            CompletableFuture<Message> next;
            synchronized (this) {
                if (stopped) {
                    idle.complete(null);
                    return;
                }
                next = subscription.next();
                waiting = next;
            }
            next.thenCompose(message -> process.apply(message).thenRun(() -> subscription.acknowledge(message)))
                    .whenComplete((nothing, error) -> {
                        if (error == null) {
                            step();
                        } else {
                            idle.complete(null);
                        }
                    });
        }

        private void stop() throws Exception {
            CompletableFuture<Message> last;
            synchronized (this) {
                stopped = true;
                last = waiting;
            }
            last.cancel(false);
            await(idle);
        }
    }

    private static final class OneByOne implements Flow.Subscriber<Message> {
        private final Subscription subscription;
        private final Function<MessageView, CompletableFuture<Void>> process;
        private final CompletableFuture<Void> idle = new CompletableFuture<>();
        private Flow.@Nullable Subscription flow;
        private boolean stopped;
        private boolean busy;

        private OneByOne(Subscription subscription, Function<MessageView, CompletableFuture<Void>> process) {
            this.subscription = subscription;
            this.process = process;
        }

        /** An executor may call it after the reader was stopped. */
        @Override
        public synchronized void onSubscribe(Flow.Subscription flow) {
            this.flow = flow;
            if (stopped) {
                flow.cancel();
            } else {
                flow.request(1);
            }
        }

        @Override
        public void onNext(Message message) {
            synchronized (this) {
                if (stopped) {
                    return; // another member processes it
                }
                busy = true;
            }
            process.apply(message).thenRun(() -> processed(message));
        }

        private synchronized void processed(Message message) {
            subscription.acknowledge(message);
            busy = false;
            if (stopped) {
                idle.complete(null);
            } else {
                flow.request(1);
            }
        }

        private void stop() throws Exception {
            synchronized (this) {
                stopped = true;
                if (flow != null) {
                    flow.cancel();
                }
                if (!busy) {
                    idle.complete(null);
                }
            }
            await(idle);
        }

        @Override
        public void onError(Throwable error) {}

        @Override
        public void onComplete() {}
    }
}
