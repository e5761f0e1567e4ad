package io.rbfly.simulation.group;

import io.rbfly.client.api.Publisher;
import io.rbfly.client.api.Routing;
import io.rbfly.client.api.error.BrokerException;
import io.rbfly.client.api.error.ClosedException;
import io.rbfly.client.api.error.ErrorCode;
import io.rbfly.client.api.error.RequestTimeoutException;
import io.rbfly.client.api.stream.RoutingException;
import io.rbfly.simulation.model.Payload;
import io.rbfly.simulation.model.StoredMessages;
import io.rbfly.simulation.plan.ScaleOutPlan;
import io.rbfly.simulation.plan.SuperPublisherPlan;
import io.rbfly.simulation.workload.Application;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Publishes to the partitions of the super stream, by keys that follow from the numbers of messages. */
final class SuperPublisher {
    private static final long RETRY_MILLIS = 1_000;
    private static final int MAX_PADDING = 30;

    /** MurmurHash3 of the keys k0 to k6 with the seed of the official clients, by another implementation. */
    private static final int[] HASHES = {
        0x4e866de7, 0x3256d695, 0x6aa42a5b, 0xd0047ace, 0x8f064f2d, 0xe539fb95, 0x25862edb
    };

    private final SuperPublisherPlan plan;
    private final ScaleOutPlan all;
    private final Application application;
    private final Map<String, StoredMessages> partitions;
    private final SplittableRandom random;
    private @Nullable Publisher publisher;
    private long openedNanos;
    private long sent;
    private int unsettled;
    private boolean lasting;
    private boolean clientCloses;

    /** @param partitions what is stored in each partition that there ever was */
    SuperPublisher(
            SuperPublisherPlan plan,
            ScaleOutPlan all,
            Application application,
            Map<String, StoredMessages> partitions) {
        this.plan = plan;
        this.all = all;
        this.application = application;
        this.partitions = partitions;
        this.random = new SplittableRandom(plan.seed());
    }

    void start() {
        application.thread().execute(this::open);
    }

    /** Makes no more pauses. */
    void last() {
        lasting = true;
    }

    void clientCloses() {
        clientCloses = true;
    }

    int client() {
        return plan.client();
    }

    boolean isDone() {
        return (clientCloses || sent == plan.messages()) && unsettled == 0;
    }

    private Routing routing() {
        return plan.byKey()
                ? Routing.key(body -> partition(number(body)))
                : Routing.hash(body -> "k" + number(body) % HASHES.length);
    }

    private static long number(Object body) {
        byte[] bytes = (byte[]) body;
        return Payload.number(bytes, bytes.length);
    }

    /**
     * The partition of a message as long as partitions do not change; by keys, always. They are bound with their names.
     */
    private String partition(long number) {
        int index = plan.byKey()
                ? (int) (number % all.partitions())
                : Integer.remainderUnsigned(HASHES[(int) (number % HASHES.length)], all.partitions());
        return ScaleOutPlan.SUPER_STREAM + "-" + index;
    }

    private void open() {
        if (application.findings().first() != null || clientCloses || sent == plan.messages()) {
            return;
        }
        Routing routing = routing().withPartitionChange(plan.change());
        application.await(
                this + " open",
                application.client().superStreamPublisher(ScaleOutPlan.SUPER_STREAM, routing, plan.options()),
                (opened, error) -> application.thread().execute(() -> opened(opened, error)));
    }

    private void opened(@Nullable Publisher opened, @Nullable Throwable error) {
        if (opened == null) {
            application
                    .findings()
                    .check(
                            application.permitted().opening(error)
                                    || isOfChange(error)
                                    || clientCloses && error instanceof ClosedException,
                            "a publisher opens",
                            () -> this + ": " + error);
            application.thread().schedule(this::open, RETRY_MILLIS, TimeUnit.MILLISECONDS);
            return;
        }
        publisher = opened;
        openedNanos = application.world().nanoTime();
        opened.closed().whenComplete((nothing, end) -> {
            if (end != null) {
                application
                        .findings()
                        .check(
                                isOfChange(end) || isOfPartition(end),
                                "a publisher ends for a reason only",
                                () -> this + ": " + end);
                application.thread().execute(() -> {
                    publisher = null;
                    open();
                });
            }
        });
        burst(opened);
    }

    private void burst(Publisher current) {
        if (current != publisher || clientCloses) {
            return;
        }
        for (int count = 1 + random.nextInt(plan.burst()); count > 0 && sent < plan.messages(); count--) {
            send(current);
        }
        if (sent < plan.messages()) {
            long pause = lasting ? 0 : random.nextLong(plan.pause().toNanos() + 1);
            application.thread().schedule(() -> burst(current), pause, TimeUnit.NANOSECONDS);
        }
    }

    private void send(Publisher current) {
        long number = sent++;
        unsettled++;
        application.await(
                this + " message " + number,
                current.send(Payload.of(plan.id(), number, random.nextInt(MAX_PADDING))),
                (id, error) -> {
                    unsettled--;
                    settled(number, error);
                });
    }

    private void settled(long number, @Nullable Throwable error) {
        application.world().trace().event(number, () -> this + " message " + number + ": " + error);
        if (error != null) {
            boolean permitted = clientCloses
                    || isOfChange(error)
                    || isTimed() && error instanceof RequestTimeoutException
                    || isOfPartition(error)
                    || application.permitted().refusedMessage(error);
            application
                    .findings()
                    .check(
                            permitted,
                            "a message fails for a reason only",
                            () -> this + " message " + number + ": " + error);
            return;
        }
        String expected = partition(number);
        partitions.forEach((partition, stored) -> {
            boolean here = stored.contains(plan.id(), number);
            application
                    .findings()
                    .check(
                            here == partition.equals(expected)
                                    || !plan.byKey() && !all.changes().isEmpty(),
                            "a confirmed message is stored in the partition of its key",
                            () -> this + " message " + number + ": " + partition + " (expected: " + expected + ")");
        });
        application
                .findings()
                .check(
                        partitions.values().stream().anyMatch(each -> each.contains(plan.id(), number)),
                        "a confirmed message is stored",
                        () -> this + " message " + number);
    }

    /** Whether a message has a limited time: for its confirm, or for the answer which partition its key has. */
    private boolean isTimed() {
        return plan.byKey() || !plan.options().confirmTimeout().isZero();
    }

    /** Whether the publisher of a partition, which is opened with its first message, may have been refused. */
    private boolean isOfPartition(@Nullable Throwable error) {
        return application
                .permitted()
                .refusedPartition(error, application.world().nanoTime() - openedNanos);
    }

    /** Whether a change of the partitions may be the reason. */
    private boolean isOfChange(@Nullable Throwable error) {
        return !all.changes().isEmpty()
                && (error instanceof RoutingException
                        || error instanceof BrokerException refusal
                                && refusal.code() == ErrorCode.STREAM_DOES_NOT_EXIST);
    }

    @Override
    public String toString() {
        return "super publisher " + plan.id();
    }
}
