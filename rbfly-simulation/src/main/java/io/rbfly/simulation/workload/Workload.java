package io.rbfly.simulation.workload;

import io.rbfly.client.StreamsClient;
import io.rbfly.client.api.event.ClientEvent;
import io.rbfly.simulation.cluster.SimulatedCluster;
import io.rbfly.simulation.group.Groups;
import io.rbfly.simulation.model.Findings;
import io.rbfly.simulation.model.StoredMessages;
import io.rbfly.simulation.plan.PublisherPlan;
import io.rbfly.simulation.plan.ReaderPlan;
import io.rbfly.simulation.plan.RunPlan;
import io.rbfly.simulation.watch.ClientWatch;
import io.rbfly.simulation.world.SimulatedLoop;
import io.rbfly.simulation.world.SimulatedPool;
import io.rbfly.simulation.world.World;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** All applications of a run. */
public final class Workload implements SimulatedCluster.Observer {
    /** The time for which a client waits for confirms when it is closed, and for each step after that. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final World world;
    private final RunPlan plan;
    private final List<StoredMessages> stored;
    private final Findings findings;
    private final PendingFutures pending;
    private final Permitted permitted;
    private final Set<Integer> exactlyOnce = new HashSet<>();
    private final Set<Integer> inOrder = new HashSet<>();
    /** By the publisher. */
    private final Map<Integer, SentMessages> sent = new HashMap<>();

    private final List<Application> applications = new ArrayList<>();
    private final List<PublishingActor> publishers = new ArrayList<>();
    private final List<ReadingActor> readers = new ArrayList<>();
    private final Groups groups;
    /** What is stored in the partitions of the super stream. */
    private final Map<String, StoredMessages> partitions = new HashMap<>();

    /** Creates the workload of a plan, whose clients are added next. */
    public Workload(
            World world, RunPlan plan, List<StoredMessages> stored, SimulatedCluster cluster, Findings findings) {
        this.world = world;
        this.plan = plan;
        this.stored = stored;
        this.findings = findings;
        this.pending = new PendingFutures(world);
        this.permitted = new Permitted(plan);
        this.groups = new Groups(world, plan, this::stored, cluster, findings);
        plan.publishers().stream().filter(PublisherPlan::isExactlyOnce).forEach(each -> exactlyOnce.add(each.id()));
        plan.scaleOut().publishers().stream()
                .filter(each -> !each.options().name().isEmpty())
                .forEach(each -> {
                    exactlyOnce.add(each.id());
                    inOrder.add(each.id());
                });
        plan.publishers().stream().filter(PublisherPlan::isInOrder).forEach(each -> inOrder.add(each.id()));
    }

    private StoredMessages stored(String stream) {
        return stream.startsWith("s")
                ? stored.get(Integer.parseInt(stream.substring(1)))
                : partitions.computeIfAbsent(stream, name -> new StoredMessages(findings));
    }

    /** A client reports an event. */
    public void event(int client, ClientEvent event) {
        groups.event(client, event);
        if (event instanceof ClientEvent.SubscriptionRestarted restarted) {
            List<ReadingActor> of = readers.stream()
                    .filter(each -> each.isOf(client, restarted.stream()))
                    .toList();
            if (of.size() == 1 && plan.scaleOut().members(client, restarted.stream()) == 0) {
                of.get(0).restarted();
            }
        }
    }

    /** Adds the application of a client. */
    public void addClient(
            StreamsClient client,
            ClientWatch watch,
            SimulatedLoop thread,
            SimulatedLoop loop,
            @Nullable SimulatedPool pool,
            boolean direct) {
        applications.add(new Application(
                world, client, watch, thread, loop, pool, direct, stored, findings, pending, permitted));
    }

    /** Starts all publishers and readers. */
    public void start(SimulatedCluster cluster) {
        for (int i = 0; i < applications.size(); i++) {
            if (!plan.clients().get(i).closes().isZero()) {
                closeLater(i, plan.clients().get(i).closes());
            }
        }
        for (PublisherPlan each : plan.publishers()) {
            SentMessages messages = new SentMessages();
            sent.put(each.id(), messages);
            PublishingActor actor = new PublishingActor(each, applications.get(each.client()), messages);
            publishers.add(actor);
            actor.start();
        }
        for (ReaderPlan each : plan.readers()) {
            ReadingActor actor = new ReadingActor(
                    each,
                    applications.get(each.client()),
                    Selection.of(each.options().filter(), plan),
                    () -> cluster.storedEnd("s" + each.stream(), each.reference()));
            readers.add(actor);
            actor.start();
        }
        groups.createSuperStream(this);
        groups.start(applications);
    }

    private void closeLater(int number, Duration time) {
        applications.get(number).thread().schedule(() -> close(number), time.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** Closes a client while it is used. */
    private void close(int number) {
        Application application = applications.get(number);
        List<ReadingActor> reading = new ArrayList<>();
        for (int i = 0; i < readers.size(); i++) {
            if (plan.readers().get(i).client() == number) {
                reading.add(readers.get(i));
            }
        }
        application.watch().closing();
        reading.forEach(ReadingActor::clientCloses);
        groups.clientCloses(number);
        for (int i = 0; i < publishers.size(); i++) {
            if (plan.publishers().get(i).client() == number) {
                publishers.get(i).clientCloses(PATIENCE);
            }
        }
        long since = world.nanoTime();
        CompletableFuture<Void> closed = application.client().close();
        pending.add("client " + number + " close", closed);
        closed.whenComplete((nothing, error) -> {
            reading.forEach(ReadingActor::clientClosed);
            Duration taken = Duration.ofNanos(world.nanoTime() - since);
            findings.check(
                    error == null && taken.compareTo(PATIENCE.multipliedBy(3).plus(permitted.late())) <= 0,
                    "closing a client ends in time",
                    () -> "client " + number + " after " + taken + ": " + error);
        });
    }

    @Override
    public boolean isExactlyOnce(int publisher) {
        return exactlyOnce.contains(publisher);
    }

    @Override
    public boolean mayFollow(int publisher, long number, long later) {
        if (!inOrder.contains(publisher)) {
            return true;
        }
        SentMessages messages = sent.get(publisher);
        // without faults, no bytes are overtaken
        return !plan.faults().isEmpty() && messages != null && messages.mayFollow(number, later);
    }

    @Override
    public void committed() {
        readers.forEach(ReadingActor::checkStoredOffset);
        groups.committed();
    }

    /** Comes to an end: readers stay open until they have everything. */
    public void last() {
        publishers.forEach(PublishingActor::last);
        readers.forEach(ReadingActor::last);
        groups.last();
    }

    /** Whether clients have stored what was processed. */
    public boolean isStored() {
        return groups.isStored() && readers.stream().allMatch(ReadingActor::isStored);
    }

    /** What was processed and is not stored. */
    public String unstored() {
        StringBuilder text = new StringBuilder(groups.unstored());
        readers.stream()
                .filter(each -> !each.isStored())
                .forEach(each -> text.append(each).append("; "));
        return text.toString();
    }

    /** Checks subscriptions, and that the messages that applications have kept have not changed. */
    public void checkEnd() {
        readers.forEach(ReadingActor::checkEnd);
    }

    /** Clients are being closed. */
    public void closing() {
        applications.forEach(each -> each.watch().closing());
        readers.forEach(ReadingActor::clientCloses);
        groups.closing();
    }

    /** Whether everything was published and read. */
    public boolean isDone() {
        return groups.isDone()
                && publishers.stream().allMatch(PublishingActor::isDone)
                && readers.stream().allMatch(ReadingActor::isAtEnd);
    }

    /** What is left to do. */
    public String progress() {
        StringBuilder text = new StringBuilder();
        publishers.stream()
                .filter(each -> !each.isDone())
                .forEach(each -> text.append(each.progress()).append("; "));
        readers.stream()
                .filter(each -> !each.isAtEnd())
                .forEach(each -> text.append(each.progress()).append("; "));
        return text.append(groups.progress()).append(pending).toString();
    }

    /** The futures that are not complete. */
    public PendingFutures pending() {
        return pending;
    }
}
