package io.rbfly.simulation.fault;

import io.rbfly.simulation.cluster.SimulatedCluster;
import io.rbfly.simulation.network.Connection;
import io.rbfly.simulation.network.Network;
import io.rbfly.simulation.plan.FaultPlan;
import io.rbfly.simulation.world.SimulatedLoop;
import io.rbfly.simulation.world.World;
import io.rbfly.testkit.embedded.cluster.Node;
import io.rbfly.testkit.embedded.cluster.ReplicatedStream;
import io.rbfly.testkit.embedded.fault.RequestFault;
import io.rbfly.testkit.embedded.fault.RequestFaults;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Begins and ends the faults of a run. Each is undone at the latest by {@link #endAll}. */
public final class FaultInjector {
    /** Most are within a handshake, which has some 2,000 bytes. */
    private static final double MAX_BYTES = 20_000;

    private static final String NODE = "node ";
    private static final String STREAM = "stream ";
    private static final String ALL_STREAMS = "all streams";
    private static final String NO_STREAM = "nothing: no stream exists";

    /** The time after which the system of a node gives up a connection on which nothing is acknowledged. */
    private static final Duration TCP_TIMEOUT = Duration.ofMinutes(3);

    private final World world;
    private final Network network;
    private final SimulatedCluster cluster;
    private final List<SimulatedLoop> clientLoops;
    private final List<Runnable> ends = new ArrayList<>();

    /** @param clientLoops the event loops of the clients */
    public FaultInjector(World world, Network network, SimulatedCluster cluster, List<SimulatedLoop> clientLoops) {
        this.world = world;
        this.network = network;
        this.cluster = cluster;
        this.clientLoops = clientLoops;
    }

    /** Lets a fault happen when its time comes. */
    public void schedule(FaultPlan fault) {
        world.after(fault.begins(), () -> cluster.loop().execute(() -> begin(fault)));
    }

    private void begin(FaultPlan fault) {
        world.trace().event(fault.kind().ordinal(), () -> "fault " + name(fault) + " for " + fault.lasts());
        cluster.noteWritten();
        SplittableRandom random = new SplittableRandom(fault.seed());
        switch (fault.kind()) {
            case CUT -> connection(random, Connection::cut);
            case HALF_OPEN -> connection(random, this::lose);
            case LOSE_NEXT -> loseNext(random);
            case STALL -> connection(random, connection -> connection.stall(fault.lasts()));
            case GARBAGE -> connection(random, connection -> connection.inject(new Damage(random).frame()));
            case DAMAGED_CHUNKS -> {
                note(ALL_STREAMS);
                cluster.state().faults().reading(new Damage(random)::of);
                endLater(fault, () -> cluster.state().faults().reading(UnaryOperator.identity()));
            }
            case REFUSE -> accepting(node(random), Network.Accepting.REFUSED, fault);
            case SILENT -> accepting(node(random), Network.Accepting.SILENT, fault);
            case KILL -> kill(node(random), fault);
            case FREEZE -> freeze(node(random), fault);
            case ISOLATE -> isolate(node(random), fault);
            case MOVE_LEADER -> moveLeader(random);
            case RECREATE_STREAM -> recreate(random, fault);
            case HOLD_CONFIRMS -> {
                note(ALL_STREAMS);
                cluster.state().holdCommits(true);
                endLater(fault, () -> cluster.state().holdCommits(false));
            }
            case SLOW_CONFIRMS -> {
                Duration delay = Duration.ofMillis(random.nextInt(5_000));
                note(ALL_STREAMS + ", by " + delay);
                cluster.state().faults().commitDelay(delay);
                endLater(fault, () -> cluster.state().faults().commitDelay(Duration.ZERO));
            }
            case ALARM -> {
                note("all nodes");
                cluster.state().alarm(true);
                endLater(fault, () -> cluster.state().alarm(false));
            }
            case PASSWORD -> {
                note("all nodes");
                cluster.login(false);
                endLater(fault, () -> cluster.login(true));
            }
            case REFUSE_REQUESTS, DELAY_REQUESTS, IGNORE_REQUESTS, END_REQUESTS -> requests(random, fault);
            case BLOCK_LOOP -> {
                int client = random.nextInt(clientLoops.size());
                SimulatedLoop loop = clientLoops.get(client);
                note("client " + client);
                loop.execute(() -> loop.block(fault.lasts()));
            }
        }
    }

    private static String name(FaultPlan fault) {
        return "f" + fault.id() + " " + fault.kind();
    }

    /** Tells what a fault hits. */
    private void note(String text) {
        world.trace().note(() -> "  " + text);
    }

    private void endLater(FaultPlan fault, Runnable end) {
        Runnable once = new Runnable() {
            private boolean ended;

            @Override
            public void run() {
                if (!ended) {
                    ended = true;
                    world.trace().event(0, () -> "end of fault " + name(fault));
                    cluster.noteWritten();
                    end.run();
                }
            }
        };
        ends.add(once);
        world.after(fault.lasts(), () -> cluster.loop().execute(once));
    }

    /** Ends all faults. */
    public void endAll() {
        List.copyOf(ends).forEach(Runnable::run);
        network.loseNoMore();
    }

    private void connection(SplittableRandom random, Consumer<Connection> action) {
        List<Connection> open = network.connections();
        if (!open.isEmpty()) {
            // The newest one is that of a handshake, or of a declaration.
            int position = random.nextInt(3) == 0 ? open.size() - 1 : random.nextInt(open.size());
            Connection drawn = open.get(position);
            world.trace().event(1, () -> "  of " + drawn);
            action.accept(drawn);
        } else {
            note("nothing: no connection is open");
        }
    }

    private void loseNext(SplittableRandom random) {
        long bytes = (long) Math.pow(MAX_BYTES, random.nextDouble());
        boolean ends = random.nextBoolean();
        note("the next connection after " + bytes + " bytes, which " + (ends ? "ends then" : "stays open"));
        network.loseNext(bytes, ends);
    }

    private void lose(Connection connection) {
        connection.lose();
        world.after(TCP_TIMEOUT, connection::endAtNode);
    }

    private @Nullable Node node(SplittableRandom random) {
        List<Node> running = cluster.state().nodes().stream()
                .filter(node -> node.isRunning() && !node.isFrozen())
                .toList();
        if (running.isEmpty()) {
            note("nothing: no node runs");
            return null;
        }
        return running.get(random.nextInt(running.size()));
    }

    private void accepting(@Nullable Node node, Network.Accepting accepting, FaultPlan fault) {
        if (node != null) {
            note(NODE + node);
            String address = SimulatedCluster.address(node.name());
            network.accepting(address, accepting);
            endLater(fault, () -> {
                if (node.isRunning()) {
                    network.accepting(address, Network.Accepting.YES);
                }
            });
        }
    }

    private void requests(SplittableRandom random, FaultPlan fault) {
        List<Node> nodes = cluster.state().nodes();
        RequestFaultDraw draw = new RequestFaultDraw(random);
        RequestFault drawn =
                draw.fault(fault.kind(), nodes.get(random.nextInt(nodes.size())).name());
        int times = draw.times();
        world.trace()
                .event(4, () -> "  " + drawn + (times == RequestFaults.ALWAYS ? "" : ", " + times + " times at most"));
        RequestFaults requests = cluster.state().faults().requests();
        requests.add(drawn, times);
        endLater(fault, () -> requests.remove(drawn));
    }

    private void kill(@Nullable Node node, FaultPlan fault) {
        if (node != null) {
            world.trace().event(2, () -> "  " + NODE + node);
            cluster.kill(node);
            endLater(fault, () -> cluster.start(node));
        }
    }

    private void freeze(@Nullable Node node, FaultPlan fault) {
        if (node != null) {
            note(NODE + node);
            cluster.state().freeze(node);
            endLater(fault, () -> {
                if (node.isFrozen()) {
                    cluster.state().thaw(node);
                }
            });
        }
    }

    private void isolate(@Nullable Node node, FaultPlan fault) {
        if (node != null) {
            note(NODE + node);
            cluster.state().isolate(node, true);
            endLater(fault, () -> cluster.state().isolate(node, false));
        }
    }

    private void recreate(SplittableRandom random, FaultPlan fault) {
        List<ReplicatedStream> all = cluster.streams();
        if (!all.isEmpty()) {
            String name = all.get(random.nextInt(all.size())).name();
            boolean atOnce = random.nextBoolean();
            note(STREAM + name + ", created again " + (atOnce ? "at once" : "at the end of the fault"));
            cluster.deleteStream(name);
            if (atOnce) {
                create(name);
            } else {
                endLater(fault, () -> create(name));
            }
        } else {
            note(NO_STREAM);
        }
    }

    /** Tries until a majority of nodes is there. */
    private void create(String name) {
        if (!cluster.createAgain(name)) {
            cluster.loop().schedule(() -> create(name), 1, TimeUnit.SECONDS);
        }
    }

    private void moveLeader(SplittableRandom random) {
        Collection<ReplicatedStream> streams = cluster.streams();
        List<ReplicatedStream> all = List.copyOf(streams);
        if (all.isEmpty()) {
            note(NO_STREAM);
            return;
        }
        ReplicatedStream stream = all.get(random.nextInt(all.size()));
        List<Node> possible = stream.members().stream()
                .filter(node -> node.isRunning() && !node.isFrozen() && node != stream.leader())
                .toList();
        if (possible.isEmpty() || stream.leader() == null) {
            note("nothing: " + STREAM + stream.name() + " has no leader, or no other node for it");
            return;
        }
        Node next = possible.get(random.nextInt(possible.size()));
        note(STREAM + stream.name() + " from " + stream.leader() + " to " + next);
        try {
            cluster.moveLeader(stream, next);
        } catch (IllegalArgumentException e) {
            world.trace().event(3, () -> "  not possible: " + e.getMessage());
        }
    }
}
