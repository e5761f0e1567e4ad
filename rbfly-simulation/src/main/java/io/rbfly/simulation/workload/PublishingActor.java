package io.rbfly.simulation.workload;

import io.rbfly.client.api.Publisher;
import io.rbfly.client.api.error.ClosedException;
import io.rbfly.simulation.model.Payload;
import io.rbfly.simulation.model.StoredMessages;
import io.rbfly.simulation.plan.PublisherPlan;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Publishes the messages of a plan, with pauses, and closes and opens its publisher again. */
public final class PublishingActor {
    private static final long RETRY_MILLIS = 1_000;

    private final PublisherPlan plan;
    private final Application application;
    private final SplittableRandom random;
    private final StoredMessages stored;
    private @Nullable Publisher publisher;
    private final Set<Long> notAccepted = new HashSet<>();
    private long sent;
    private long lastId;
    private int unsettled;
    private int reopened;
    private boolean closing;
    private boolean done;
    private boolean lasting;

    PublishingActor(PublisherPlan plan, Application application) {
        this.plan = plan;
        this.application = application;
        this.random = new SplittableRandom(plan.seed());
        this.stored = application.streams().get(plan.stream());
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
        return done && unsettled == 0;
    }

    String progress() {
        return this + " sent " + sent + " of " + plan.messages() + ", " + unsettled + " without outcome";
    }

    private void open() {
        if (application.findings().first() != null) {
            return;
        }
        application.await(
                this + " open",
                application.client().publisher("s" + plan.stream(), plan.options()),
                (opened, error) -> application.thread().execute(() -> opened(opened, error)));
    }

    private void opened(@Nullable Publisher opened, @Nullable Throwable error) {
        if (opened == null) {
            application
                    .findings()
                    .check(Application.isTemporary(error), "a publisher opens", () -> this + ": " + error);
            application.thread().schedule(this::open, RETRY_MILLIS, TimeUnit.MILLISECONDS);
            return;
        }
        publisher = opened;
        closing = false;
        lastId = Math.max(lastId, opened.lastPublishingId());
        burst();
    }

    private void burst() {
        Publisher current = publisher;
        if (current == null) {
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
            application.await(this + " ready", current.ready(), (ready, error) -> {
                checkRoom(error);
                application.thread().execute(() -> {
                    application
                            .findings()
                            .check(error == null || closing, "a publisher is ready", () -> this + ": " + error);
                    if (error == null) {
                        sendBurst(current);
                    }
                });
            });
        } else {
            sendBurst(current);
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
        application.watch().accepted(plan.id(), number);
        var outcome =
                switch (plan.sending()) {
                    case RAW -> current.sendRaw(body);
                    case OWN_IDS -> {
                        lastId += 1 + random.nextInt(3);
                        yield current.send(lastId, body);
                    }
                    default -> current.send(body);
                };
        unsettled++;
        application.await(this + " message " + number, outcome, (id, error) -> {
            unsettled--;
            settled(number, error);
        });
    }

    private void enqueue(Publisher current, int count) {
        long first = sent;
        for (int i = 0; i < count; i++) {
            long number = sent++;
            application.watch().accepted(plan.id(), number);
            application.await(this + " enqueue " + number, current.enqueue(payload(number)), (ok, error) -> {
                if (error != null) {
                    application.watch().failed(plan.id(), number);
                    notAccepted.add(number); // which a flush does not report
                }
            });
        }
        unsettled++;
        application.await(this + " flush", current.flush(), (ok, error) -> {
            unsettled--;
            settled(first, count, error);
        });
    }

    private void sendAll(Publisher current, int count) {
        long first = sent;
        List<byte[]> bodies = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            bodies.add(payload(sent++));
        }
        unsettled++;
        application.await(this + " sendAll", current.sendAll(bodies), (ok, error) -> {
            unsettled--;
            settled(first, count, error);
        });
    }

    private void settled(long first, int count, @Nullable Throwable error) {
        for (long number = first; number < first + count; number++) {
            if (!notAccepted.contains(number)) {
                settled(number, error);
            }
        }
    }

    private void settled(long number, @Nullable Throwable error) {
        application.world().trace().event(number, () -> this + " message " + number + ": " + error);
        if (error == null) {
            application
                    .findings()
                    .check(
                            stored.contains(plan.id(), number),
                            "a confirmed message is stored",
                            () -> this + " message " + number);
        } else {
            application.watch().failed(plan.id(), number);
            boolean permitted = closing && (error instanceof ClosedException || error instanceof CancellationException);
            application
                    .findings()
                    .check(
                            permitted,
                            "a message fails for a reason only",
                            () -> this + " message " + number + ": " + error);
        }
    }

    private void close(Publisher current) {
        closing = true;
        publisher = null;
        application.await(
                this + " close",
                current.close(java.time.temporal.ChronoUnit.FOREVER.getDuration()),
                (closed, error) -> application.thread().execute(() -> {
                    application.findings().check(error == null, "a publisher closes", () -> this + ": " + error);
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
