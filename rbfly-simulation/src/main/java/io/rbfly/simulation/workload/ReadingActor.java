package io.rbfly.simulation.workload;

import io.rbfly.client.api.Message;
import io.rbfly.client.api.MessageView;
import io.rbfly.client.api.Offset;
import io.rbfly.client.api.Subscription;
import io.rbfly.client.api.error.ClosedException;
import io.rbfly.simulation.model.StoredMessages;
import io.rbfly.simulation.plan.ReaderPlan;
import java.time.Instant;
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
    private final StoredMessages stored;
    /** The offset that the broker has stored for it, plus one; zero if there is none. */
    private final LongSupplier storedEnd;

    private @Nullable Subscription subscription;
    private @Nullable DeliveryCheck check;
    private long processedEnd;
    private boolean clientCloses;
    private boolean lasting;

    ReadingActor(ReaderPlan plan, Application application, LongSupplier storedEnd) {
        this.plan = plan;
        this.application = application;
        this.random = new SplittableRandom(plan.seed());
        this.stored = application.streams().get(plan.stream());
        this.storedEnd = storedEnd;
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

    String progress() {
        return check == null ? this + " not open" : check.toString();
    }

    /** Whether everything was delivered. */
    public boolean isAtEnd() {
        DeliveryCheck current = check;
        return current != null && !current.isClosing() && current.isAtEnd();
    }

    /** Checks that the broker's stored offset is one of a processed message. */
    public void checkStoredOffset() {
        long end = storedEnd.getAsLong();
        application
                .findings()
                .check(
                        end <= processedEnd,
                        "a stored offset is that of a processed message",
                        () -> this + ": stored " + (end - 1) + ", processed " + (processedEnd - 1));
    }

    private void open() {
        if (application.findings().first() != null || clientCloses) {
            return;
        }
        DeliveryCheck fresh = new DeliveryCheck(toString(), stored, application.findings());
        long value = startValue();
        application.watch().begin(plan);
        Offset offset = offset(value);
        fresh.opening(plan.start(), plan.start() == ReaderPlan.Start.STORED ? storedEnd.getAsLong() : value);
        application.await(
                this + " subscribe",
                application.client().subscribe("s" + plan.stream(), offset, plan.options()),
                (opened, error) -> {
                    // Here, since what is stored later is not before the start.
                    fresh.opened(plan.start(), plan.start() == ReaderPlan.Start.STORED ? storedEnd.getAsLong() : value);
                    application.thread().execute(() -> opened(opened, error, fresh));
                });
    }

    private long startValue() {
        return switch (plan.start()) {
            case AT -> random.nextLong(stored.end() + 1);
            case TIMESTAMP ->
                stored.size() == 0
                        ? 0
                        : stored.get(random.nextInt(stored.size())).timestamp();
            default -> 0;
        };
    }

    private Offset offset(long value) {
        return switch (plan.start()) {
            case FIRST -> Offset.FIRST;
            case LAST -> Offset.LAST;
            case NEXT -> Offset.NEXT;
            case AT -> Offset.at(value);
            case TIMESTAMP -> Offset.timestamp(Instant.ofEpochMilli(value));
            case STORED -> Offset.stored(plan.reference()).orElse(Offset.FIRST);
        };
    }

    private void opened(@Nullable Subscription opened, @Nullable Throwable error, DeliveryCheck fresh) {
        if (opened == null) {
            application.watch().failed(plan);
            application.findings().check(isTemporary(error), "a subscription opens", () -> this + ": " + error);
            application.thread().schedule(this::open, RETRY_MILLIS, TimeUnit.MILLISECONDS);
            return;
        }
        subscription = opened;
        check = fresh;
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
                        opened.forEach(message -> handle(message, fresh)),
                        (ended, failure) -> ended(failure, fresh));
            case FOR_EACH_VIEW ->
                application.await(
                        this + " forEachView",
                        opened.forEachView(view -> {
                            application.checkThread(this + " view");
                            received(view, fresh);
                            processed(view.offset());
                        }),
                        (ended, failure) -> ended(failure, fresh));
            case FLOW -> opened.asFlowPublisher().subscribe(new Subscriber(fresh));
        }
        if (!plan.lifetime().isZero()) {
            long lifetime = random.nextLong(plan.lifetime().toNanos() + 1);
            application.thread().schedule(() -> close(opened), lifetime, TimeUnit.NANOSECONDS);
        }
        if (plan.pauses()) {
            pauseLater(opened);
        }
    }

    private boolean isTemporary(@Nullable Throwable error) {
        return Application.isTemporary(error) || clientCloses && error instanceof ClosedException;
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
        application.await(this + " next", opened.next(), (message, error) -> {
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
            processed(message.offset());
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
                            processed(message.offset());
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
        application.watch().delivered(plan, message.offset());
        fresh.delivered(message.offset(), message.raw());
    }

    private void processed(long offset) {
        processedEnd = Math.max(processedEnd, offset + 1);
    }

    private void ended(@Nullable Throwable error, DeliveryCheck of) {
        boolean permitted = of.isClosing()
                && (error == null || error instanceof ClosedException || error instanceof CancellationException);
        application.findings().check(permitted, "a subscription ends for a reason only", () -> this + ": " + error);
    }

    private void close(Subscription opened) {
        if (lasting || opened != subscription) {
            return;
        }
        DeliveryCheck old = check;
        if (old == null) {
            return;
        }
        old.closing();
        subscription = null;
        application.watch().begin(plan);
        long closeNanos = application.world().nanoTime();
        application.await(this + " close", opened.close(), (ok, error) -> {
            old.closed();
            application.watch().closed(plan, closeNanos);
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
            if (requested == 0) {
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
