package io.rbfly.simulation.workload;

import io.rbfly.client.api.Message;
import io.rbfly.client.api.MessageView;
import io.rbfly.client.api.Subscription;
import io.rbfly.client.api.error.BrokerException;
import io.rbfly.client.api.error.ClosedException;
import io.rbfly.client.api.error.ConnectionException;
import io.rbfly.client.api.error.RequestTimeoutException;
import io.rbfly.simulation.model.StoredMessages;
import io.rbfly.simulation.plan.ReaderPlan;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One subscription of a reader: reads as the plan says, and checks what it gets. */
final class Reading {
    private static final int OVERLAPPING = 3;
    private static final int MAX_CPU_NANOS = 3_000_000;
    private static final List<Integer> STORING_EVERY = List.of(3, 1, 20, 20);

    private final ReaderPlan plan;
    private final Application application;
    private final SplittableRandom random;
    private final Cancelling cancelling;
    private final Subscription subscription;
    private final DeliveryCheck check;
    private final ReaderOffsets offsets;
    private final KeptMessages kept;
    /** Runs when it is closed, other than with its client. */
    private final Runnable whenClosed;
    /** The time of the processor that a message takes at most; mostly none. */
    private final int cpuNanos;

    /** After how many messages an offset is stored, on average. */
    private final int storingEvery;

    private boolean open = true;
    private boolean handling;
    private boolean storing;
    /** Whether it has told, by an offset that could not be stored, that it has ended. */
    private boolean mustEnd;

    private long calls;
    private long served;
    private long processedEnd;
    /** The stream of what is processed: another one when it was created again. */
    private StoredMessages processedStream;

    Reading(
            ReaderPlan plan,
            Application application,
            SplittableRandom random,
            Cancelling cancelling,
            Subscription subscription,
            DeliveryCheck check,
            ReaderOffsets offsets,
            Runnable whenClosed) {
        this.plan = plan;
        this.application = application;
        this.random = random;
        this.cancelling = cancelling;
        this.subscription = subscription;
        this.check = check;
        this.offsets = offsets;
        this.whenClosed = whenClosed;
        this.processedStream = check.stream();
        this.kept = new KeptMessages(toString(), application.findings());
        this.storingEvery = STORING_EVERY.get(random.nextInt(STORING_EVERY.size()));
        this.cpuNanos = random.nextInt(10) < 3 ? random.nextInt(MAX_CPU_NANOS) : 0;
    }

    /** Begins to read. */
    void begin() {
        switch (plan.reading()) {
            case NEXT -> next();
            case OVERLAPPING_NEXT -> {
                for (int i = 0; i < OVERLAPPING; i++) {
                    next();
                }
            }
            case FOR_EACH ->
                application.await(
                        this + " forEach",
                        cancelling.some(subscription.forEach(this::handle)),
                        (ended, failure) -> ended(failure));
            case FOR_EACH_VIEW ->
                application.await(
                        this + " forEachView",
                        cancelling.some(subscription.forEachView(this::view)),
                        (ended, failure) -> ended(failure));
            case FLOW -> subscription.asFlowPublisher().subscribe(new RequestingSubscriber(this, random, cancelling));
        }
    }

    /** Reads again, after it has cancelled. */
    void beginLater() {
        application
                .thread()
                .schedule(
                        () -> {
                            if (open) {
                                begin();
                            }
                        },
                        1,
                        TimeUnit.MILLISECONDS);
    }

    Application application() {
        return application;
    }

    /** What was delivered so far, and must be next. */
    DeliveryCheck check() {
        return check;
    }

    /** Whether the application has not begun to close it. */
    boolean isOpen() {
        return open;
    }

    void pause() {
        subscription.pause();
        check.paused(true);
    }

    void resume() {
        check.paused(false);
        subscription.resume();
    }

    /** The client is being closed, and closes it. */
    void clientCloses() {
        open = false;
        check.closing();
    }

    /** The client is closed. */
    void clientClosed() {
        check.closed();
    }

    /** Closes it. */
    void close() {
        open = false;
        check.closing();
        application.watch().closing(plan, plan.reading() == ReaderPlan.Reading.NEXT ? mustBeStored() : 0);
        long closeNanos = application.world().nanoTime();
        CompletableFuture<Void> closed = subscription.close();
        check.closed();
        application.await(this + " close", closed, (ok, error) -> {
            application.watch().closed(plan, closeNanos);
            application.findings().check(error == null, "a subscription closes", () -> this + ": " + error);
            checkKept();
            whenClosed.run();
        });
    }

    /** Checks in the end that it is open only if it has not ended, and that kept messages have not changed. */
    void checkEnd() {
        application.findings().check(!open || !mustEnd, "an offset is stored", () -> this + " goes on");
        checkKept();
    }

    private void checkKept() {
        kept.check();
    }

    /** Whether the client has stored what was processed. */
    boolean isStored() {
        return !storing && application.watch().isSent(plan, mustBeStored());
    }

    /** The offset after what is processed and must be stored; zero if nothing must. */
    private long mustBeStored() {
        return stores() && processedStream.successor() == null ? processedEnd : 0;
    }

    private boolean stores() {
        return plan.options().offsetStoring() != null
                && plan.reading() != ReaderPlan.Reading.FLOW
                && plan.reading() != ReaderPlan.Reading.OVERLAPPING_NEXT;
    }

    private void next() {
        long call = calls++;
        application.await(this + " next", cancelling.some(subscription.next()), (message, error) -> {
            if (open && cancelling.isReason(error)) {
                next();
                return;
            }
            if (message == null) {
                ended(error);
                return;
            }
            application
                    .findings()
                    .check(call >= served, "calls of next() are served in order", () -> this + ": call " + call);
            served = call + 1;
            received(message);
            kept.add(message);
            later(() -> {
                processedInOrder(message);
                next();
            });
        });
    }

    private void processedInOrder(Message message) {
        if (stores()) {
            processed(message.offset());
            subscription.acknowledge(message);
        }
        storeOffset();
    }

    private CompletableFuture<?> handle(Message message) {
        application.checkThread(this + " handler");
        application
                .findings()
                .check(!handling, "a handler gets one message at a time", () -> this + ": offset " + message.offset());
        handling = true;
        received(message);
        kept.add(message);
        CompletableFuture<Void> done = new CompletableFuture<>();
        later(() -> {
            storeOffset();
            processed(message.offset());
            handling = false;
            done.complete(null);
        });
        return done;
    }

    private void view(MessageView view) {
        application.checkThread(this + " view");
        received(view);
        processed(view.offset());
    }

    /** Runs a task after the time that a message takes. */
    void later(Runnable task) {
        long nanos = plan.work().isZero() ? 0 : random.nextLong(plan.work().toNanos() + 1);
        application.thread().schedule(task, nanos, TimeUnit.NANOSECONDS);
    }

    /** Takes a message of a reactive stream. */
    void onNext(Message message) {
        application.checkThread(this + " subscriber");
        received(message);
        kept.add(message);
    }

    private void received(MessageView message) {
        application.world().trace().event(message.offset(), () -> this + " offset " + message.offset());
        application.watch().delivered(plan, message.offset());
        check.delivered(message.offset(), message.raw());
        if (cpuNanos > 0) {
            application.world().spend(Duration.ofNanos(random.nextInt(cpuNanos)));
        }
    }

    private void processed(long offset) {
        boolean again = check.stream() != processedStream;
        processedStream = check.stream();
        processedEnd = again ? offset + 1 : Math.max(processedEnd, offset + 1);
        offsets.processed(offset);
    }

    /** Now and then, stores the offset of the last message under another reference. */
    private void storeOffset() {
        if (!open || storing || random.nextInt(storingEvery) != 0) {
            return; // a later call would complete an earlier one
        }
        storing = true;
        String reference = plan.reference() + "-own";
        long end = check.deliveredEnd();
        StoredMessages of = check.stream();
        application.await(this + " storeOffset", subscription.storeOffset(reference), (ok, error) -> {
            storing = false;
            boolean permitted = error == null
                    || error instanceof BrokerException
                    || error instanceof RequestTimeoutException
                    || application.permitted().endOfSubscription(error)
                    || check.isClosing() && (error instanceof ClosedException || error instanceof ConnectionException)
                    || endsWith(error);
            application.findings().check(permitted, "an offset is stored", () -> this + ": " + error);
            application
                    .findings()
                    .check(
                            error != null
                                    || of.successor() != null
                                    || application.watch().storedEnd(reference) >= end,
                            "an offset is stored when the client says so",
                            () -> this + ": " + application.watch().storedEnd(reference) + " (expected: at least " + end
                                    + ")");
        });
    }

    /**
     * Whether an offset could not be stored because the connection was lost after the subscription had ended, other
     * than by closing. The application is told of the end when it has what was received before.
     */
    private boolean endsWith(@Nullable Throwable error) {
        boolean ends =
                error instanceof ConnectionException && application.permitted().endsSubscriptions();
        mustEnd |= ends;
        return ends;
    }

    /** The subscription has ended. */
    void ended(@Nullable Throwable error) {
        // A loop cannot begin as long as the handler of a cancelled one runs.
        boolean refused = cancelling.isActive() && error instanceof IllegalStateException;
        if (open) {
            if (cancelling.isReason(error) || refused) {
                beginLater();
                return;
            } else if (application.permitted().endOfSubscription(error)) {
                close();
                return;
            }
        }
        boolean permitted = check.isClosing()
                && (application.permitted().endOfSubscription(error)
                        || refused
                        || error == null
                        || error instanceof ClosedException
                        || error instanceof CancellationException);
        application.findings().check(permitted, "a subscription ends for a reason only", () -> this + ": " + error);
    }

    @Override
    public String toString() {
        return "reader " + plan.id();
    }
}
