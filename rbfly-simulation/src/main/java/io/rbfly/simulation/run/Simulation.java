package io.rbfly.simulation.run;

import io.rbfly.client.SimulatedClients;
import io.rbfly.client.StreamsClient;
import io.rbfly.client.StreamsClientBuilder;
import io.rbfly.client.config.Transport;
import io.rbfly.simulation.cluster.SimulatedCluster;
import io.rbfly.simulation.fault.FaultInjector;
import io.rbfly.simulation.model.Finding;
import io.rbfly.simulation.model.Findings;
import io.rbfly.simulation.model.StoredMessages;
import io.rbfly.simulation.network.Network;
import io.rbfly.simulation.plan.ClientPlan;
import io.rbfly.simulation.plan.FaultPlan;
import io.rbfly.simulation.plan.PartitionChangePlan;
import io.rbfly.simulation.plan.RunPlan;
import io.rbfly.simulation.watch.ClientWatch;
import io.rbfly.simulation.watch.EventWatch;
import io.rbfly.simulation.workload.Workload;
import io.rbfly.simulation.world.SimulatedLoop;
import io.rbfly.simulation.world.SimulatedPool;
import io.rbfly.simulation.world.SimulatedTimer;
import io.rbfly.simulation.world.Trace;
import io.rbfly.simulation.world.World;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One run: it builds everything that a plan describes, runs it, and checks what must be true at the end. */
public final class Simulation {
    /** The time after the last fault in which everything must be well again. */
    private static final Duration RECOVERY = Duration.ofMinutes(10);

    /**
     * The time after that in which what the application no longer waits for ends: an opening that was cancelled ends
     * when its last request is answered, or is not within 10 seconds.
     */
    private static final Duration SETTLING = Duration.ofSeconds(12);

    /** More than a slow link takes, over which bytes arrive one by one: some 20,000 turns in each simulated second. */
    private static final long MAX_STEPS = 20_000_000;

    private final RunPlan plan;
    private final Trace.@Nullable Output output;
    private final Findings findings = new Findings();
    private final BufferWatch allocator;
    private final SplittableRandom random;
    private final World world;
    private final Network network;
    private final SimulatedCluster cluster;
    private final List<StoredMessages> stored = new ArrayList<>();
    private final List<StreamsClient> clients = new ArrayList<>();
    private final List<ClientWatch> watches = new ArrayList<>();
    private final Workload workload;
    private final FaultInjector faults;

    /**
     * Builds everything, but runs nothing.
     *
     * @param schedule the number of the order in which threads run and bytes arrive; with another one, the same plan
     *     takes another course
     * @param output takes the trace, null for none
     */
    public Simulation(RunPlan plan, long schedule, Trace.@Nullable Output output) {
        this.plan = plan;
        this.output = output;
        this.allocator = new BufferWatch(output != null);
        this.random = new SplittableRandom(plan.seed() ^ 0x5DEECE66DL ^ schedule << 40);
        this.world = new World(random.split(), plan.maxTurnNanos(), output);
        this.network = new Network(world, random.split(), plan.link(), allocator);
        this.cluster = new SimulatedCluster(world, network, plan.nodes(), plan.cluster());
        for (int i = 0; i < plan.streams(); i++) {
            stored.add(new StoredMessages(findings));
        }
        this.workload = new Workload(world, plan, stored, cluster, findings);
        List<SimulatedLoop> loops = new ArrayList<>();
        for (ClientPlan client : plan.clients()) {
            loops.add(addClient(client));
        }
        this.faults = new FaultInjector(world, network, cluster, loops);
    }

    /** Builds and runs; an exception that nothing in the run has caught is a finding, too. */
    public static Outcome run(RunPlan plan, long schedule, Trace.@Nullable Output output) {
        try {
            return new Simulation(plan, schedule, output).run();
        } catch (RuntimeException | AssertionError | StackOverflowError e) {
            return new Outcome(0, new Finding("a run has no exception", stackTrace(e)), Duration.ZERO, 0, 0);
        }
    }

    private SimulatedLoop addClient(ClientPlan settings) {
        int number = clients.size();
        SimulatedLoop loop = new SimulatedLoop(world, "client " + clients.size());
        SimulatedLoop thread = new SimulatedLoop(world, "application " + clients.size());
        ClientWatch watch = new ClientWatch(clients.size(), plan, world, loop, findings);
        EventWatch events = new EventWatch(watch, plan.link().isSlow(plan.maxTurnNanos()), firstFaultNanos());
        watches.add(watch);
        Transport transport = new Transport(
                loop,
                () -> network.newChannel(watch.connection()),
                address -> CompletableFuture.completedFuture(
                        List.of(Network.address(SimulatedCluster.address(address.host())))),
                allocator,
                new SimulatedTimer(world, loop),
                random.split(),
                false,
                loop,
                new SimulatedPool(world, new SplittableRandom(plan.seed() - clients.size()), 0),
                false);
        SplittableRandom ofPool = random.split(); // also without a pool, so that what follows does not depend on it
        SimulatedPool pool =
                switch (settings.callbacks()) {
                    case POOL -> new SimulatedPool(world, ofPool, 0);
                    case REJECTING_POOL -> new SimulatedPool(world, ofPool, 0.05);
                    default -> null;
                };
        boolean direct = settings.callbacks() == ClientPlan.Callbacks.DIRECT;
        Executor executor = direct ? Runnable::run : pool;
        StreamsClientBuilder builder = StreamsClient.builder(cluster.uri())
                .addressResolver(cluster::resolve)
                .partitionInterval(plan.scaleOut().partitionInterval(number))
                .listener(event -> {
                    world.trace().event(3, () -> "event " + event);
                    events.event(event);
                    workload.event(number, event);
                });
        if (executor != null) {
            builder.callbackExecutor(executor);
        }
        if (!settings.heartbeat().isZero()) {
            builder.heartbeat(settings.heartbeat());
        }
        StreamsClient client = SimulatedClients.build(builder, transport);
        clients.add(client);
        workload.addClient(client, watch, thread, loop, pool, direct);
        return loop;
    }

    private long firstFaultNanos() {
        return Stream.concat(
                        plan.faults().stream().map(FaultPlan::begins),
                        plan.scaleOut().changes().stream().map(PartitionChangePlan::begins))
                .mapToLong(Duration::toNanos)
                .min()
                .orElse(World.NEVER);
    }

    /** Runs it to the end, or to the first finding. */
    public Outcome run() {
        return LogWatch.during(this::logged, this::runAll);
    }

    /** Takes what is logged: a defect that somebody has caught is still one. */
    private void logged(String text, @Nullable Throwable defect) {
        if (output != null) {
            output.event(world.nanoTime(), text);
        }
        if (defect != null) {
            report("no defect is logged", text + "\n" + stackTrace(defect));
        }
    }

    private Outcome runAll() {
        cluster.loop().execute(() -> {
            for (int i = 0; i < plan.streams(); i++) {
                cluster.createStream("s" + i, stored.get(i), workload);
            }
            workload.start(cluster);
        });
        plan.faults().forEach(faults::schedule);
        runUntil(() -> false, plan.active());
        cluster.loop().execute(faults::endAll);
        cluster.loop().execute(workload::last);
        if (!runUntil(workload::isDone, RECOVERY)) {
            report("everything recovers after the last fault", workload.progress());
        }
        if (!runUntil(workload::isStored, RECOVERY)) {
            report("the offset of the last processed message is stored", workload.unstored());
        }
        runUntil(() -> false, SETTLING);
        if (findings.first() == null) {
            watches.forEach(ClientWatch::checkOpen);
            workload.checkEnd();
        }
        close();
        return new Outcome(
                world.trace().hash(),
                findings.first(),
                Duration.ofNanos(world.nanoTime()),
                world.steps(),
                stored.stream().mapToInt(StoredMessages::size).sum());
    }

    private void close() {
        workload.closing();
        List<CompletableFuture<Void>> closed = new ArrayList<>();
        clients.forEach(client -> closed.add(client.close()));
        if (!runUntil(() -> closed.stream().allMatch(CompletableFuture::isDone), RECOVERY)) {
            report("closing a client ends", "");
        }
        runUntil(() -> false, Duration.ofSeconds(30)); // what follows from closing
        network.cutAll();
        runUntil(() -> false, Duration.ofSeconds(1));
        if (findings.first() != null) {
            return;
        }
        if (!workload.pending().isEmpty()) {
            report("every future ends", workload.pending().toString());
        }
        if (allocator.used() != 0) {
            report("no buffer leaks", allocator.used() + " buffers" + allocator.origins());
        }
    }

    private void report(String invariant, String message) {
        findings.report(invariant, message);
    }

    /** Runs until a condition holds, a time has passed, or something was found; returns whether the condition holds. */
    private boolean runUntil(BooleanSupplier condition, Duration time) {
        if (findings.first() != null) {
            return true;
        }
        long limit = world.nanoTime() + time.toNanos();
        long maxSteps = world.steps() + MAX_STEPS;
        boolean held = world.runUntil(
                () -> findings.first() != null
                        || !world.failures().isEmpty()
                        || world.steps() > maxSteps
                        || condition.getAsBoolean(),
                limit);
        if (!world.failures().isEmpty()) {
            report("no task fails", stackTrace(world.failures().get(0)));
        }
        if (world.steps() > maxSteps) {
            report("no endless loop", "after " + MAX_STEPS + " turns");
        }
        return held;
    }

    private static String stackTrace(Throwable error) {
        StringWriter text = new StringWriter();
        error.printStackTrace(new PrintWriter(text));
        return text.toString();
    }
}
