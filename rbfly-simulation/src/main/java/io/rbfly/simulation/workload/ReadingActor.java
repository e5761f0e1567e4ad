package io.rbfly.simulation.workload;

import io.rbfly.client.api.Message;
import io.rbfly.client.api.MessageView;
import io.rbfly.client.api.Offset;
import io.rbfly.client.api.Subscription;
import io.rbfly.client.api.error.ClosedException;
import io.rbfly.simulation.model.StoredMessages;
import io.rbfly.simulation.plan.ReaderPlan;
import java.util.SplittableRandom;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Reads as its plan says, and checks what it gets. */
public final class ReadingActor {
    private static final long RETRY_MILLIS = 1_000;
    private static final int OVERLAPPING = 3;

    private final ReaderPlan plan;
    private final Application application;
    private final SplittableRandom random;
    private final Cancelling cancelling;
    private final StartOffset start;
    private final Selection selection;
    private final ProcessedMessages processed;
    private final StoredMessages stored;
    /** The offset that the broker has stored for it, plus one; zero if there is none. */
    private final LongSupplier storedEnd;

    private @Nullable Subscription subscription;
    private @Nullable DeliveryCheck check;
    private boolean clientCloses;
    private boolean lasting;

    ReadingActor(ReaderPlan plan, Application application, Selection selection, LongSupplier storedEnd) {
        this.plan = plan;
        this.application = application;
        this.random = new SplittableRandom(plan.seed());
        this.cancelling = new Cancelling(plan.cancels(), random, application.thread());
        this.stored = application.streams().get(plan.stream());
        this.start = new StartOffset(plan, stored, random);
        this.storedEnd = storedEnd;
        this.selection = selection;
        this.processed = new ProcessedMessages(toString(), stored, selection, application.findings());
    }

    void start() {
        application.thread().schedule(this::open, plan.begins().toNanos(), TimeUnit.NANOSECONDS);
    }

    /** No longer closes and pauses, so that it can come to the end. */
    public void last() {
        lasting = true;
        Subscription current = subscription;
        if (current != null) {
            current.resume();
        }
    }

    /** Its client is being closed. */
    void clientCloses() {
        clientCloses = true;
        if (check != null) {
            check.closing();
        }
    }

    /** Its client is closed. */
    void clientClosed() {
        if (check != null) {
            check.closed();
        }
    }

    String progress() {
        return check == null ? this + " not open" : check.toString();
    }

    /** Whether everything was delivered. */
    public boolean isAtEnd() {
        DeliveryCheck current = check;
        return clientCloses || current != null && !current.isClosing() && current.isAtEnd();
    }

    /** Checks that the broker's stored offset is one of a processed message. */
    public void checkStoredOffset() {
        processed.check(storedEnd.getAsLong());
    }

    private void open() {
        if (application.findings().first() != null || clientCloses) {
            return;
        }
        DeliveryCheck fresh = new DeliveryCheck(toString(), stored.latest(), selection, application.findings());
        long value = start.value();
        Offset offset = start.offset(value);
        fresh.opening(plan.start(), plan.start() == ReaderPlan.Start.STORED ? storedEnd.getAsLong() : value);
        application.await(
                this + " subscribe",
                cancelling.some(application.client().subscribe("s" + plan.stream(), offset, plan.options())),
                (opened, error) -> {
                    // Here, since what is stored later is not before the start.
                    fresh.opened(plan.start(), plan.start() == ReaderPlan.Start.STORED ? storedEnd.getAsLong() : value);
                    processed.startAt(fresh.start());
                    application.thread().execute(() -> opened(opened, error, fresh));
                });
    }

    private void opened(@Nullable Subscription opened, @Nullable Throwable error, DeliveryCheck fresh) {
        if (opened == null) {
            application.findings().check(isTemporary(error), "a subscription opens", () -> this + ": " + error);
            application.thread().schedule(this::open, RETRY_MILLIS, TimeUnit.MILLISECONDS);
            return;
        }
        subscription = opened;
        check = fresh;
        read(opened, fresh);
        if (!plan.lifetime().isZero()) {
            long lifetime = random.nextLong(plan.lifetime().toNanos() + 1);
            application.thread().schedule(() -> close(opened), lifetime, TimeUnit.NANOSECONDS);
        }
        if (plan.pauses()) {
            pauseLater(opened);
        }
    }

    private void read(Subscription opened, DeliveryCheck fresh) {
        switch (plan.reading()) {
            case NEXT -> next(opened, fresh);
            case OVERLAPPING_NEXT -> {
                for (int i = 0; i < OVERLAPPING; i++) {
                    next(opened, fresh);
                }
            }
            case FOR_EACH ->
                application.await(
                        this + " forEach",
                        cancelling.some(opened.forEach(message -> handle(message, fresh))),
                        (ended, failure) -> ended(failure, fresh));
            case FOR_EACH_VIEW ->
                application.await(
                        this + " forEachView",
                        cancelling.some(opened.forEachView(view -> {
                            application.checkThread(this + " view");
                            received(view, fresh);
                            processed.add(view.offset());
                        })),
                        (ended, failure) -> ended(failure, fresh));
            case FLOW -> opened.asFlowPublisher().subscribe(new Subscriber(fresh));
        }
    }

    private boolean isTemporary(@Nullable Throwable error) {
        return application.permitted().opening(error)
                || cancelling.isReason(error)
                || clientCloses && error instanceof ClosedException;
    }

    private void pauseLater(Subscription opened) {
        application
                .thread()
                .schedule(
                        () -> {
                            if (opened == subscription && !lasting) {
                                opened.pause();
                                application
                                        .thread()
                                        .schedule(
                                                () -> {
                                                    opened.resume();
                                                    pauseLater(opened);
                                                },
                                                random.nextInt(2_000),
                                                TimeUnit.MILLISECONDS);
                            }
                        },
                        random.nextInt(2_000),
                        TimeUnit.MILLISECONDS);
    }

    private void next(Subscription opened, DeliveryCheck fresh) {
        application.await(this + " next", cancelling.some(opened.next()), (message, error) -> {
            if (cancelling.isReason(error) && !fresh.isClosing()) {
                next(opened, fresh);
                return;
            }
            if (message == null) {
                ended(error, fresh);
                return;
            }
            received(message, fresh);
            application
                    .thread()
                    .schedule(
                            () -> {
                                processedInOrder(opened, message);
                                next(opened, fresh);
                            },
                            workNanos(),
                            TimeUnit.NANOSECONDS);
        });
    }

    private void processedInOrder(Subscription opened, Message message) {
        if (plan.options().offsetStoring() != null && plan.reading() == ReaderPlan.Reading.NEXT) {
            processed.add(message.offset());
            opened.acknowledge(message);
        }
    }

    private CompletableFuture<?> handle(Message message, DeliveryCheck fresh) {
        application.checkThread(this + " handler");
        received(message, fresh);
        CompletableFuture<Void> done = new CompletableFuture<>();
        application
                .thread()
                .schedule(
                        () -> {
                            processed.add(message.offset());
                            done.complete(null);
                        },
                        workNanos(),
                        TimeUnit.NANOSECONDS);
        return done;
    }

    private long workNanos() {
        return plan.work().isZero() ? 0 : random.nextLong(plan.work().toNanos() + 1);
    }

    private void received(MessageView message, DeliveryCheck fresh) {
        application.world().trace().event(message.offset(), () -> this + " offset " + message.offset());
        fresh.delivered(message.offset(), message.raw());
    }

    private void ended(@Nullable Throwable error, DeliveryCheck of) {
        Subscription ended = subscription;
        if (ended != null && of == check && !of.isClosing()) {
            if (cancelling.isReason(error) || cancelling.isActive() && error instanceof IllegalStateException) {
                readLater(ended, of); // which fails as long as the handler of a cancelled loop runs
                return;
            } else if (application.permitted().endOfSubscription(error)) {
                closeNow(ended, of);
                return;
            }
        }
        boolean permitted = (of.isClosing() || clientCloses)
                && (application.permitted().endOfSubscription(error)
                        || error == null
                        || error instanceof ClosedException
                        || error instanceof CancellationException);
        application.findings().check(permitted, "a subscription ends for a reason only", () -> this + ": " + error);
    }

    private void readLater(Subscription opened, DeliveryCheck of) {
        application
                .thread()
                .schedule(
                        () -> {
                            if (opened == subscription && !of.isClosing()) {
                                read(opened, of);
                            }
                        },
                        1,
                        TimeUnit.MILLISECONDS);
    }

    private void close(Subscription opened) {
        DeliveryCheck old = check;
        if (!lasting && opened == subscription && old != null) {
            closeNow(opened, old);
        }
    }

    private void closeNow(Subscription opened, DeliveryCheck old) {
        old.closing();
        subscription = null;
        application.await(this + " close", opened.close(), (ok, error) -> {
            old.closed();
            application.findings().check(error == null, "a subscription closes", () -> this + ": " + error);
            application.thread().execute(this::open);
        });
    }

    /** Requests a few messages at a time. */
    private final class Subscriber implements Flow.Subscriber<Message> {
        private final DeliveryCheck fresh;
        private Flow.@Nullable Subscription flow;
        private int requested;

        Subscriber(DeliveryCheck fresh) {
            this.fresh = fresh;
        }

        @Override
        public void onSubscribe(Flow.Subscription subscription) {
            flow = subscription;
            request();
        }

        private void request() {
            if (flow != null) {
                requested = 1 + random.nextInt(5);
                flow.request(requested);
            }
        }

        @Override
        public void onNext(Message message) {
            application.checkThread("subscriber");
            received(message, fresh);
            requested--;
            application.findings().check(requested >= 0, "no more is delivered than was requested", () -> "flow");
            Subscription read = subscription;
            if (cancelling.isDue() && flow != null && read != null) {
                flow.cancel();
                flow = null;
                readLater(read, fresh);
            } else if (requested == 0) {
                application.thread().schedule(this::request, workNanos(), TimeUnit.NANOSECONDS);
            }
        }

        @Override
        public void onError(Throwable error) {
            ended(error, fresh);
        }

        @Override
        public void onComplete() {
            ended(null, fresh);
        }
    }

    @Override
    public String toString() {
        return "reader " + plan.id();
    }
}
