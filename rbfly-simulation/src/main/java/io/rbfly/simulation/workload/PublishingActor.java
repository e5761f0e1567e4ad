package io.rbfly.simulation.workload;

import io.rbfly.client.api.Publisher;
import io.rbfly.client.api.PublisherOptions;
import io.rbfly.client.api.error.ClosedException;
import io.rbfly.client.api.error.PublisherFullException;
import io.rbfly.client.api.error.RequestTimeoutException;
import io.rbfly.simulation.model.Payload;
import io.rbfly.simulation.model.StoredMessages;
import io.rbfly.simulation.plan.PublisherPlan;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Publishes the messages of a plan, with pauses, and closes and opens its publisher again. */
public final class PublishingActor {
    private static final long RETRY_MILLIS = 1_000;
    private static final Duration FOREVER = ChronoUnit.FOREVER.getDuration();

    private final PublisherPlan plan;
    private final Application application;
    private final SplittableRandom random;
    private final Cancelling cancelling;
    private final StoredMessages stored;
    private final OutcomeCheck outcomes;
    private @Nullable Publisher publisher;
    private final SentMessages messages;
    private long sent;
    private long lastId;
    private int unsettled;
    private int reopened;
    private boolean closing;
    private boolean done;
    private boolean lasting;
    private boolean clientCloses;
    /** The time from which accepted messages may fail because of closing. */
    private long givenUpNanos = Long.MAX_VALUE;

    PublishingActor(PublisherPlan plan, Application application, SentMessages messages) {
        this.plan = plan;
        this.application = application;
        this.messages = messages;
        this.random = new SplittableRandom(plan.seed());
        this.cancelling = new Cancelling(plan.cancels(), random, application.thread());
        this.stored = application.streams().get(plan.stream());
        this.outcomes = new OutcomeCheck(plan, application, stored);
    }

    void start() {
        application.thread().execute(this::open);
    }

    /** Makes no more pauses. */
    void last() {
        lasting = true;
        application.thread().execute(this::burst);
    }

    /** Whether everything is sent and has an outcome. */
    public boolean isDone() {
        return (done || clientCloses) && unsettled == 0;
    }

    /** Its client is being closed, and waits for confirms for a time. */
    void clientCloses(Duration patience) {
        clientCloses = true;
        closing(patience);
    }

    private void closing(Duration patience) {
        closing = true;
        if (patience.compareTo(FOREVER) < 0) {
            givenUpNanos = Math.min(givenUpNanos, application.world().nanoTime() + patience.toNanos());
        }
    }

    String progress() {
        return this + " sent " + sent + " of " + plan.messages() + ", " + unsettled + " without outcome";
    }

    private void open() {
        if (application.findings().first() != null || clientCloses) {
            return;
        }
        application.await(
                this + " open",
                cancelling.some(application.client().publisher("s" + plan.stream(), plan.options())),
                (opened, error) -> application.thread().execute(() -> opened(opened, error)));
    }

    private void opened(@Nullable Publisher opened, @Nullable Throwable error) {
        if (opened == null) {
            application
                    .findings()
                    .check(
                            application.permitted().opening(error)
                                    || cancelling.isReason(error)
                                    || clientCloses && error instanceof ClosedException,
                            "a publisher opens",
                            () -> this + ": " + error);
            application.thread().schedule(this::open, RETRY_MILLIS, TimeUnit.MILLISECONDS);
            return;
        }
        publisher = opened;
        opened.closed().whenComplete((nothing, end) -> {
            if (application.permitted().isGone(end)) {
                application.thread().execute(() -> openAgain(opened));
            }
        });
        closing = clientCloses;
        givenUpNanos = clientCloses ? givenUpNanos : Long.MAX_VALUE;
        lastId = Math.max(lastId, opened.lastPublishingId());
        application.watch().opened(plan.id(), sent);
        burst();
    }

    private void openAgain(Publisher ended) {
        if (publisher == ended && !done) {
            publisher = null;
            open();
        }
    }

    private void burst() {
        Publisher current = publisher;
        if (current == null || clientCloses) {
            return;
        }
        if (sent == plan.messages()) {
            if (!done) {
                finish(current);
            }
            return;
        }
        if (reopened < plan.reopens() && random.nextInt(4) == 0) {
            reopened++;
            close(current);
            return;
        }
        if (plan.awaitsRoom()) {
            application.await(this + " ready", cancelling.some(current.ready()), (ready, error) -> {
                checkRoom(error);
                application.thread().execute(() -> ready(current, error));
            });
        } else {
            sendBurst(current);
        }
    }

    private void ready(Publisher current, @Nullable Throwable error) {
        application
                .findings()
                .check(
                        error == null
                                || closing
                                || current != publisher // closed meanwhile, and opened again
                                || cancelling.isReason(error)
                                || application.permitted().isGone(error),
                        "a publisher is ready",
                        () -> this + ": " + error);
        if (error == null) {
            sendBurst(current);
        } else if (cancelling.isReason(error)) {
            burst();
        }
    }

    private void sendBurst(Publisher current) {
        int count = (int) Math.min(1 + random.nextInt(plan.burst()), plan.messages() - sent);
        switch (plan.sending()) {
            case ALL -> sendAll(current, count);
            case ENQUEUE -> enqueue(current, count);
            default -> {
                for (int i = 0; i < count; i++) {
                    send(current);
                }
            }
        }
        long pause = lasting ? 0 : random.nextLong(plan.pause().toNanos() + 1);
        application.thread().schedule(this::burst, pause, TimeUnit.NANOSECONDS);
    }

    /** Checks that there is room; where outcomes are told in the order in which they come. */
    private void checkRoom(@Nullable Throwable error) {
        boolean counted =
                plan.sending() != PublisherPlan.Sending.ENQUEUE && plan.sending() != PublisherPlan.Sending.ALL;
        if (error == null && counted && application.pool() == null) {
            application
                    .findings()
                    .check(
                            unsettled < plan.options().maxUnconfirmed(),
                            "there is room when a publisher is ready",
                            () -> this + ": " + unsettled + " messages without outcome");
        }
    }

    private byte[] payload(long number) {
        return Payload.of(plan.id(), number, random.nextInt(plan.padding() + 1));
    }

    private void send(Publisher current) {
        long number = sent++;
        byte[] body = payload(number);
        application.watch().accepted(plan.id(), number, body.length);
        var outcome =
                switch (plan.sending()) {
                    case RAW -> current.sendRaw(body);
                    case OWN_IDS -> {
                        lastId += 1 + random.nextInt(3);
                        yield current.send(lastId, body);
                    }
                    default -> current.send(body);
                };
        if (application.pool() == null && !outcome.isCompletedExceptionally()) {
            application.watch().kept(plan.id(), number);
        }
        unsettled++;
        boolean accepted = !closing;
        long since = application.world().nanoTime();
        application.await(this + " message " + number, cancelling.some(outcome), (id, error) -> {
            unsettled--;
            settled(current, number, error);
            boolean open = accepted && current == publisher;
            outcomes.check(number, error, since, open ? givenUpNanos : Long.MIN_VALUE);
        });
    }

    private void enqueue(Publisher current, int count) {
        long first = sent;
        for (int i = 0; i < count; i++) {
            long number = sent++;
            byte[] body = payload(number);
            application.watch().accepted(plan.id(), number, body.length);
            application.await(this + " enqueue " + number, cancelling.some(current.enqueue(body)), (ok, error) -> {
                if (error != null && !cancelling.isReason(error)) {
                    application.watch().failed(plan.id(), number);
                    messages.notAccepted(number);
                }
            });
        }
        unsettled++;
        application.await(this + " flush", cancelling.some(current.flush()), (ok, error) -> {
            unsettled--;
            settled(current, first, count, error);
        });
    }

    private void sendAll(Publisher current, int count) {
        long first = sent;
        List<byte[]> bodies = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            bodies.add(payload(sent++));
        }
        unsettled++;
        application.await(this + " sendAll", cancelling.some(current.sendAll(bodies)), (ok, error) -> {
            unsettled--;
            settled(current, first, count, error);
        });
    }

    private void settled(Publisher by, long first, int count, @Nullable Throwable error) {
        for (long number = first; number < first + count; number++) {
            if (messages.isAccepted(number)) {
                settled(by, number, error);
            }
        }
    }

    private void settled(Publisher by, long number, @Nullable Throwable error) {
        application.world().trace().event(number, () -> this + " message " + number + ": " + error);
        if (error == null) {
            application
                    .findings()
                    .check(
                            application.watch().isTakenFor(plan.id(), number, each -> stored.contains(plan.id(), each)),
                            "a confirmed message is stored",
                            () -> this + " message " + number);
        } else {
            messages.failed(number, error);
            if (!cancelling.isReason(error)) {
                application.watch().failed(plan.id(), number);
            }
            application
                    .findings()
                    .check(
                            mayFail(by, error),
                            "a message fails for a reason only",
                            () -> this + " message " + number + ": " + error);
        }
    }

    private boolean mayFail(Publisher by, Throwable error) {
        return (closing || by != publisher)
                        && (error instanceof ClosedException || error instanceof CancellationException)
                || cancelling.isReason(error)
                || !plan.options().confirmTimeout().isZero() && error instanceof RequestTimeoutException
                || plan.options().maxPendingBytes() < PublisherOptions.DEFAULT.maxPendingBytes()
                        && error instanceof PublisherFullException
                || application.permitted().refusedMessage(error);
    }

    private void close(Publisher current) {
        closing(plan.patience());
        publisher = null;
        application.await(
                this + " close",
                current.close(plan.patience()),
                (closed, error) -> application.thread().execute(() -> {
                    application.findings().check(error == null, "a publisher closes", () -> this + ": " + error);
                    messages.closed(sent);
                    open();
                }));
    }

    private void finish(Publisher current) {
        done = true;
        application.await(this + " last flush", current.flush(), (ok, error) -> {});
    }

    @Override
    public String toString() {
        return "publisher " + plan.id();
    }
}
