package io.rbfly.testkit.embedded.cluster;

import java.util.ArrayDeque;
import java.util.Deque;

/** A node of a cluster, as the other nodes and the clients see it. */
public final class Node {
    private final String name;
    private final Deque<Runnable> postponed = new ArrayDeque<>();
    private boolean running = true;
    private boolean frozen;
    private boolean isolated;
    /** Whether the other nodes take it for dead. */
    private boolean lost;

    private int changes;
    private int returns;

    Node(String name) {
        this.name = name;
    }

    /** Its name in the cluster, such as rabbit@a. */
    public String name() {
        return name;
    }

    /** Whether it runs, even if it is frozen. */
    public boolean isRunning() {
        return running;
    }

    /** Whether it does nothing at present, like a process that was stopped by a signal. */
    public boolean isFrozen() {
        return frozen;
    }

    /** Whether it takes part in the decisions of the cluster. */
    boolean isMember() {
        return running && !frozen && !isolated;
    }

    /** Runs a task of this node: at once, or when it is no longer frozen, and not at all once it has stopped. */
    public void run(Runnable task) {
        if (frozen) {
            postponed.add(task);
        } else {
            task.run();
        }
    }

    /** Whether the other nodes have noticed that it does not take part. */
    boolean isLost() {
        return lost;
    }

    void lost(boolean value) {
        lost = value;
        if (!value) {
            returns++;
        }
    }

    /** How often the others have noticed that it takes part again. */
    int returns() {
        return returns;
    }

    /** The number of changes of its state, by which a late task knows whether it is about the present one. */
    int changes() {
        return changes;
    }

    void stop() {
        changes++;
        running = false;
        frozen = false;
        postponed.clear();
    }

    void start() {
        running = true;
    }

    void isolated(boolean value) {
        changes++;
        isolated = value;
    }

    void freeze() {
        changes++;
        frozen = running;
    }

    void thaw() {
        changes++;
        frozen = false;
        while (!frozen && !postponed.isEmpty()) {
            postponed.poll().run();
        }
    }

    @Override
    public String toString() {
        return name;
    }
}
