package io.rbfly.simulation.workload;

import io.rbfly.client.api.Offset;
import io.rbfly.client.api.Subscription;
import io.rbfly.client.api.error.ClosedException;
import io.rbfly.simulation.model.StoredMessages;
import io.rbfly.simulation.plan.ReaderPlan;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Reads as its plan says, and checks what it gets. */
public final class ReadingActor {
    private static final long RETRY_MILLIS = 1_000;
    private static final int MAX_PAUSE_MILLIS = 2_000;

    private final ReaderPlan plan;
    private final Application application;
    private final SplittableRandom random;
    private final Cancelling cancelling;
    private final StartOffset start;
    private final Selection selection;
    private final StoredMessages stored;
    private final ReaderOffsets offsets;

    /** The latest subscription; it may be closed, or being closed. */
    private @Nullable Reading current;

    private boolean clientCloses;
    private boolean lasting;

    ReadingActor(ReaderPlan plan, Application application, Selection selection, LongSupplier storedEnd) {
        this.plan = plan;
        this.application = application;
        this.random = new SplittableRandom(plan.seed());
        this.cancelling = new Cancelling(plan.cancels(), random, application.thread());
        this.stored = application.streams().get(plan.stream());
        this.start = new StartOffset(plan, stored, random);
        this.selection = selection;
        this.offsets = new ReaderOffsets(toString(), stored, selection, application.findings(), storedEnd);
    }

    void start() {
        application.thread().schedule(this::open, plan.begins().toNanos(), TimeUnit.NANOSECONDS);
    }

    /** No longer closes and pauses, so that it can come to the end. */
    public void last() {
        lasting = true;
        if (current != null) {
            current.resume();
        }
    }

    /** Its client is being closed. */
    void clientCloses() {
        clientCloses = true;
        if (current != null) {
            current.clientCloses();
        }
    }

    /** Whether it reads a stream with a client. */
    boolean isOf(int client, String stream) {
        return plan.client() == client && stream.equals("s" + plan.stream());
    }

    /** The client has told that it begins again, in a stream that was created again. */
    void restarted() {
        if (current != null && !plan.cancels()) { // what was cancelled may tell so, too
            current.check().restarted();
        }
    }

    /** Its client is closed. */
    void clientClosed() {
        if (current != null) {
            current.clientClosed();
        }
    }

    String progress() {
        return current == null ? this + " not open" : current.check().toString();
    }

    /** Whether everything was delivered. */
    public boolean isAtEnd() {
        return clientCloses
                || current != null && current.isOpen() && current.check().isAtEnd();
    }

    /** Checks that the broker's stored offset is one of a processed message. */
    public void checkStoredOffset() {
        offsets.check();
    }

    /** Whether the client has stored what was processed. */
    public boolean isStored() {
        return clientCloses || current == null || current.isStored();
    }

    /** Checks the subscription, and that the messages that the application has kept have not changed. */
    public void checkEnd() {
        if (current != null) {
            current.checkEnd();
        }
    }

    private void open() {
        if (application.findings().first() != null || clientCloses) {
            return;
        }
        DeliveryCheck fresh = new DeliveryCheck(toString(), stored.latest(), selection, application.findings());
        long value = start.value();
        application.watch().begin(plan, from -> mayBeNext(fresh, from));
        Offset offset = start.offset(value);
        boolean isStored = plan.start() == ReaderPlan.Start.STORED;
        long storedBefore = offsets.storedEnd();
        fresh.opening(plan.start(), isStored ? storedBefore : value);
        application.await(
                this + " subscribe",
                cancelling.some(application.client().subscribe("s" + plan.stream(), offset, plan.options())),
                (opened, error) -> {
                    if (isStored && offsets.storedEnd() <= storedBefore) { // an earlier one may have arrived late
                        fresh.opened(plan.start(), application.watch().lastStoredEnd(plan.reference()));
                    }
                    // Here, since what is stored later is not before the start.
                    fresh.opened(plan.start(), isStored ? storedEnd(storedBefore) : value);
                    offsets.startAt(fresh.start());
                    application.thread().execute(() -> opened(opened, error, fresh));
                });
    }

    /** The end of what was stored at most since a time; the stream may have been created again without it. */
    private long storedEnd(long before) {
        long now = offsets.storedEnd();
        return now >= before ? now : application.watch().storedEnd(plan.reference());
    }

    /** The first offset from one on that may be delivered; none of a stream that was replaced is certain. */
    private long mayBeNext(DeliveryCheck check, long from) {
        StoredMessages latest = stored.latest();
        return check.stream() == latest ? selection.next(latest, from) : Long.MAX_VALUE;
    }

    private void opened(@Nullable Subscription opened, @Nullable Throwable error, DeliveryCheck fresh) {
        if (opened == null) {
            application.watch().failed(plan);
            application.findings().check(isTemporary(error), "a subscription opens", () -> this + ": " + error);
            application.thread().schedule(this::open, RETRY_MILLIS, TimeUnit.MILLISECONDS);
            return;
        }
        Reading reading = new Reading(
                plan,
                application,
                random,
                cancelling,
                opened,
                fresh,
                offsets,
                () -> application.thread().execute(this::open));
        current = reading;
        if (clientCloses) {
            reading.clientCloses();
        }
        reading.begin();
        if (!plan.lifetime().isZero()) {
            long lifetime = random.nextLong(plan.lifetime().toNanos() + 1);
            application.thread().schedule(() -> close(reading), lifetime, TimeUnit.NANOSECONDS);
        }
        if (plan.pauses()) {
            pauseLater(reading);
        }
    }

    private boolean isTemporary(@Nullable Throwable error) {
        return application.permitted().opening(error)
                || cancelling.isReason(error)
                || clientCloses && error instanceof ClosedException;
    }

    private void pauseLater(Reading reading) {
        later(() -> {
            if (reading == current && reading.isOpen() && !lasting) {
                reading.pause();
                later(() -> {
                    reading.resume();
                    pauseLater(reading);
                });
            }
        });
    }

    private void later(Runnable task) {
        application.thread().schedule(task, random.nextInt(MAX_PAUSE_MILLIS), TimeUnit.MILLISECONDS);
    }

    private void close(Reading reading) {
        if (!lasting && reading == current && reading.isOpen()) {
            reading.close();
        }
    }

    @Override
    public String toString() {
        return "reader " + plan.id();
    }
}
