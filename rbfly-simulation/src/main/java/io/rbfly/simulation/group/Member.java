package io.rbfly.simulation.group;

import io.rbfly.client.api.Message;
import io.rbfly.client.api.MessageView;
import io.rbfly.client.api.Offset;
import io.rbfly.client.api.SingleActiveConsumer;
import io.rbfly.client.api.Subscription;
import io.rbfly.client.api.SubscriptionOptions;
import io.rbfly.client.api.error.ClosedException;
import io.rbfly.client.api.event.ClientEvent;
import io.rbfly.simulation.plan.GroupPlan;
import io.rbfly.simulation.plan.MemberPlan;
import io.rbfly.simulation.plan.ReaderPlan;
import io.rbfly.simulation.plan.ScaleOutPlan;
import io.rbfly.simulation.workload.Application;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A member of a group, which leaves and joins again. */
final class Member {
    private static final long RETRY_MILLIS = 1_000;
    private static final int MAX_CHOICE_MILLIS = 100;

    private final GroupPlan group;
    private final MemberPlan plan;
    private final Application application;
    private final SplittableRandom random;
    private final Function<String, GroupCheck> checks;
    private final Troubles troubles;
    private final SubscriptionOptions options;
    private final Duration handOverTimeout;
    /** The streams that it is active for, as the client has reported. */
    private final Set<String> active = new HashSet<>();

    private final Map<String, Activation> activations = new HashMap<>();
    /** The latest subscription; it may be closed. */
    private @Nullable Subscription current;

    private long joinedNanos;
    private boolean open;
    private boolean lasting;
    private boolean clientCloses;

    /** @param checks what the group gets of a stream */
    Member(
            GroupPlan group,
            MemberPlan plan,
            Application application,
            Troubles troubles,
            Function<String, GroupCheck> checks) {
        this.group = group;
        this.plan = plan;
        this.application = application;
        this.random = new SplittableRandom(plan.seed());
        this.troubles = troubles;
        this.checks = checks;
        SingleActiveConsumer consumer = plan.options().singleActiveConsumer();
        this.handOverTimeout = consumer == null ? Duration.ZERO : consumer.handOverTimeout();
        this.options = group.chooses() && consumer != null
                ? plan.options().withSingleActiveConsumer(consumer.withOffsetOnActivation(this::choose))
                : plan.options();
    }

    void start() {
        application.thread().schedule(this::join, plan.begins().toNanos(), TimeUnit.NANOSECONDS);
    }

    /** No longer leaves. */
    void last() {
        lasting = true;
    }

    /** Its client is being closed. */
    void clientCloses() {
        clientCloses = true;
        open = false;
        troubles.add();
    }

    /** Whether it is a member, or the client that it would be a member of is closed. */
    boolean isSettled() {
        return open || clientCloses;
    }

    boolean isOf(GroupPlan which) {
        return group == which;
    }

    /** Whether its client is closed, or being closed. */
    boolean isClosed() {
        return clientCloses;
    }

    private CompletionStage<Offset> choose(String stream) {
        application.checkThread(this + " choice of the offset");
        CompletableFuture<Offset> chosen = new CompletableFuture<>();
        application
                .thread()
                .schedule(
                        () -> chosen.complete(Offset.at(checks.apply(stream).completedEnd())),
                        random.nextInt(MAX_CHOICE_MILLIS),
                        TimeUnit.MILLISECONDS);
        return chosen;
    }

    private void join() {
        if (application.findings().first() != null || clientCloses) {
            return;
        }
        joinedNanos = application.world().nanoTime();
        application.await(
                this + " subscribe",
                group.stream().equals(ScaleOutPlan.SUPER_STREAM)
                        ? application.client().subscribeSuperStream(group.stream(), offset(), options)
                        : application.client().subscribe(group.stream(), offset(), options),
                (opened, error) -> application.thread().execute(() -> joined(opened, error)));
    }

    private boolean isOfGroup() {
        return options.singleActiveConsumer() != null;
    }

    private Offset offset() {
        return isOfGroup() ? Offset.FIRST : Offset.stored(group.name()).orElse(Offset.FIRST);
    }

    private void joined(@Nullable Subscription opened, @Nullable Throwable error) {
        if (opened == null) {
            application
                    .findings()
                    .check(
                            application.permitted().opening(error) || clientCloses && error instanceof ClosedException,
                            "a member joins",
                            () -> this + ": " + error);
            application.thread().schedule(this::join, RETRY_MILLIS, TimeUnit.MILLISECONDS);
            return;
        }
        current = opened;
        open = !clientCloses;
        read(opened);
        if (!plan.lifetime().isZero()) {
            long lifetime = random.nextLong(plan.lifetime().toNanos() + 1);
            application
                    .thread()
                    .schedule(
                            () -> {
                                if (!lasting && open && opened == current) {
                                    leave(opened);
                                }
                            },
                            lifetime,
                            TimeUnit.NANOSECONDS);
        }
    }

    private void leave(Subscription leaving) {
        open = false;
        application.await(this + " close", leaving.close(), (ok, error) -> {
            application.findings().check(error == null, "a subscription closes", () -> this + ": " + error);
            activations.clear();
            long away = random.nextLong(plan.away().toNanos() + 1);
            application.thread().schedule(this::join, away, TimeUnit.NANOSECONDS);
        });
    }

    private void read(Subscription from) {
        switch (plan.reading()) {
            case FOR_EACH ->
                application.await(this + " forEach", from.forEach(this::handle), (ok, error) -> ended(from, error));
            case FOR_EACH_VIEW ->
                application.await(
                        this + " forEachView", from.forEachView(this::view), (ok, error) -> ended(from, error));
            case FLOW -> from.asFlowPublisher().subscribe(new Subscriber(from));
            default -> next(from);
        }
    }

    private void next(Subscription from) {
        application.await(this + " next", from.next(), (message, error) -> {
            if (message == null) {
                ended(from, error);
                return;
            }
            Activation by = delivered(message);
            later(() -> {
                acknowledge(from, by, message);
                next(from);
            });
        });
    }

    /** What is acknowledged when the subscription is closed is not processed for the group. */
    private void acknowledge(Subscription from, Activation by, Message message) {
        if (open && from == current) {
            checks.apply(message.stream()).completed(by, message.offset());
            activations.getOrDefault(message.stream(), by).acknowledged(message.offset());
            from.acknowledge(message);
        }
    }

    private CompletionStage<?> handle(Message message) {
        application.checkThread(this + " handler");
        Activation by = delivered(message);
        CompletableFuture<Void> done = new CompletableFuture<>();
        later(() -> {
            checks.apply(message.stream()).completed(by, message.offset());
            done.complete(null);
        });
        return done;
    }

    private void view(MessageView view) {
        application.checkThread(this + " view");
        Activation by = delivered(view);
        checks.apply(view.stream()).completed(by, view.offset());
    }

    private void later(Runnable task) {
        long nanos = lasting ? 0 : random.nextLong(plan.work().toNanos() + 1);
        application.thread().schedule(task, nanos, TimeUnit.NANOSECONDS);
    }

    private Activation delivered(MessageView message) {
        String stream = message.stream();
        application.world().trace().event(message.offset(), () -> this + " " + stream + " offset " + message.offset());
        application
                .findings()
                .check(
                        !isOfGroup() || active.contains(stream),
                        "a member that is not active gets nothing",
                        () -> this + ": " + stream + " offset " + message.offset());
        Activation by = activations.computeIfAbsent(stream, each -> new Activation(toString(), troubles));
        checks.apply(stream)
                .delivered(
                        by, message.offset(), message.raw(), application.world().nanoTime());
        return by;
    }

    /** The client reports something about its member of the group. */
    void event(ClientEvent event) {
        if (event instanceof ClientEvent.SubscriptionActivated activated
                && activated.group().equals(group.name())) {
            application
                    .findings()
                    .check(active.add(activated.stream()), "a member is activated once", () -> this + ": " + event);
            activations.put(activated.stream(), new Activation(toString(), troubles));
        } else if (event instanceof ClientEvent.SubscriptionDeactivated deactivated
                && deactivated.group().equals(group.name())) {
            application
                    .findings()
                    .check(
                            active.remove(deactivated.stream()),
                            "a member is deactivated that is active",
                            () -> this + ": " + event);
            Activation former = activations.remove(deactivated.stream());
            if (former != null && (former.isBusy() || former.tookLongerThan(handOverTimeout))) {
                interrupted(former);
            }
        }
    }

    /** It is no longer active, but has not processed all that it got. */
    private void interrupted(Activation former) {
        boolean leftByApplication = !open && plan.reading() != ReaderPlan.Reading.FOR_EACH;
        application
                .findings()
                .check(
                        leftByApplication || clientCloses || !former.isOrderly() || former.isWaitedFor(handOverTimeout),
                        "a hand-over waits for the message that is being processed",
                        () -> this + ": less than " + handOverTimeout);
        if (!leftByApplication) {
            troubles.add();
        }
    }

    private void ended(Subscription from, @Nullable Throwable error) {
        boolean permitted = application.permitted().endOfSubscription(error)
                || application.permitted().refusedPartition(error, troubles.sincePartition(joinedNanos));
        if (open && from == current && permitted) {
            troubles.add();
            leave(from);
            return;
        }
        application
                .findings()
                .check(
                        (!open || from != current)
                                && (error == null
                                        || error instanceof ClosedException
                                        || error instanceof CancellationException
                                        || permitted),
                        "a subscription ends for a reason only",
                        () -> this + ": " + error);
    }

    /** Requests one message after the other, a few in advance. */
    private final class Subscriber implements Flow.Subscriber<Message> {
        private final Subscription from;
        private Flow.@Nullable Subscription flow;

        private Subscriber(Subscription from) {
            this.from = from;
        }

        @Override
        public void onSubscribe(Flow.Subscription subscription) {
            flow = subscription;
            subscription.request(1 + random.nextInt(3));
        }

        @Override
        public void onNext(Message message) {
            application.checkThread(Member.this + " subscriber");
            Activation by = delivered(message);
            application.thread().execute(() -> {
                acknowledge(from, by, message);
                if (flow != null && from == current) {
                    flow.request(1);
                }
            });
        }

        @Override
        public void onError(Throwable error) {
            ended(from, error);
        }

        @Override
        public void onComplete() {
            ended(from, null);
        }
    }

    @Override
    public String toString() {
        return group.name() + " member " + plan.client();
    }
}
