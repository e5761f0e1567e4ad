package io.rbfly.testkit.embedded.cluster;

import io.netty.buffer.ByteBuf;
import io.rbfly.protocol.chunk.Chunk;
import io.rbfly.protocol.wire.ResponseCode;
import io.rbfly.testkit.embedded.log.StoredChunk;
import io.rbfly.testkit.embedded.log.StreamLog;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A stream with a leader and replicas on several nodes. All of them share one log. What is not committed is known to
 * exist on the leader only; when this is lost, {@link ClusterFaults#survivors} decides what the others have of it.
 *
 * <p>When the leader is lost, brokers stop the replicas too until there is another one, so all publishers and
 * subscriptions on all nodes are dropped. The loss of a replica concerns the clients of its node only.
 *
 * <p>What arrives in one turn of the event loop becomes one chunk, or several of at most
 * {@link ClusterFaults#maxEntries} entries.
 */
public final class ReplicatedStream {
    private final String name;
    private final StreamArguments arguments;
    private final List<Node> members;
    private final ClusterState cluster;
    private final StreamLog log;
    private final AttachedClients clients = new AttachedClients(this);
    private final Unconfirmed unconfirmed;
    private final DelayedCommits delayed;
    private @Nullable Node leader;
    private @Nullable Node preferred;
    private long epoch = 1;
    /** The index after the chunks that other nodes may have. */
    private long replicatedIndex;

    /** The number of leaders that were lost, by which a late task knows whether it is about the present one. */
    private int losses;

    private boolean writing;
    private boolean electing;
    private boolean deleted;

    /** @param members the nodes that have the stream, the leader first */
    ReplicatedStream(String name, StreamArguments arguments, List<Node> members, ClusterState cluster) {
        this.name = name;
        this.arguments = arguments;
        this.members = List.copyOf(members);
        this.cluster = cluster;
        this.log = new StreamLog(arguments.retention(), cluster::usedMemory);
        this.unconfirmed = new Unconfirmed(cluster);
        this.delayed = new DelayedCommits(cluster);
        this.leader = members.get(0);
    }

    /** Its name. */
    public String name() {
        return name;
    }

    /** The arguments with which it was created. */
    StreamArguments arguments() {
        return arguments;
    }

    /** Its chunks. */
    public StreamLog log() {
        return log;
    }

    /** A committed chunk as it is sent to clients. */
    public Chunk read(StoredChunk chunk) {
        return cluster.faults().read(chunk.chunk());
    }

    /** The node that accepts messages; null if there is none at present. */
    public @Nullable Node leader() {
        return leader;
    }

    /** The term of the leader. */
    long epoch() {
        return epoch;
    }

    /** The nodes that have the stream. */
    public List<Node> members() {
        return members;
    }

    /** The nodes that have the stream, and that a node can ask. */
    public List<Node> membersSeenFrom(Node node) {
        return members.stream()
                .filter(Node::isRunning)
                .filter(each -> each == node || !each.isLost() && !node.isLost())
                .toList();
    }

    /** The leader, if a node can ask it; null if it cannot, or if there is none. */
    public @Nullable Node leaderSeenFrom(Node node) {
        return isWritableFrom(node) ? leader : null;
    }

    /** Whether the clients of a node can publish, and query what leaders know. */
    public boolean isWritableFrom(Node node) {
        return leader != null && !leader.isLost() && !node.isLost();
    }

    /** Whether the clients of a node can subscribe: a replica does not run without a leader. */
    public boolean isReadableFrom(Node node) {
        return isWritableFrom(node) && members.contains(node);
    }

    /** Whether it exists no longer. */
    public boolean isDeleted() {
        return deleted;
    }

    /** Registers a publisher. */
    public void add(StreamPublisher publisher) {
        clients.add(publisher);
    }

    /** Forgets a publisher; its unconfirmed messages are stored all the same. */
    public void remove(StreamPublisher publisher) {
        clients.remove(publisher);
    }

    /** Registers a subscription, which is told of new chunks. */
    public void add(StreamReader reader) {
        clients.add(reader);
    }

    /** Forgets a subscription. */
    public void remove(StreamReader reader) {
        clients.remove(reader);
    }

    /** A connection has asked for the leader, so that it is told when this is lost. */
    public void watch(StreamClient client) {
        clients.watch(client);
    }

    /** A connection does not know the leader any more. */
    public void unwatch(StreamClient client) {
        clients.unwatch(client);
    }

    /**
     * Accepts an entry of a publisher. Without a leader it is lost, as on its way to a node that has just failed.
     *
     * @param from where the entry is, in the layout that a chunk stores
     */
    public void write(
            StreamPublisher publisher,
            long publishingId,
            @Nullable String filterValue,
            ByteBuf from,
            int position,
            int length,
            int messageCount) {
        if (leader == null || deleted || !clients.contains(publisher)) {
            return;
        }
        String reference = publisher.reference();
        if (!reference.isEmpty() && log.isDuplicate(reference, publishingId)) {
            unconfirmed.addDuplicate(publisher, publishingId, log.sequenceEnd(reference));
        } else if (!cluster.hasMemory(log, log.memoryFor(length))) {
            publisher.refused(publishingId, ResponseCode.INTERNAL_ERROR);
            return;
        } else {
            log.add(from, position, length, messageCount, filterValue, reference, publishingId);
            unconfirmed.add(publisher, publishingId);
        }
        if (log.pendingEntries() >= cluster.faults().maxEntries()) {
            writeChunk();
        }
        writeLater();
    }

    /** Stores the offset of a consumer. */
    public void storeOffset(String reference, long offset) {
        if (leader != null && !deleted) {
            log.storeOffset(reference, offset);
            writeLater();
        }
    }

    private void writeLater() {
        if (!writing) {
            writing = true;
            cluster.later(() -> {
                writing = false;
                writeChunk();
                unconfirmed.confirm(log.commitIndex()); // duplicates of what has been committed before
                commit();
            });
        }
    }

    private void writeChunk() {
        if (leader != null && !deleted) {
            unconfirmed.written(log.write(cluster.now(), epoch));
        }
    }

    /** Commits what was written as far as the state of the cluster permits, after the delay that a test has set. */
    void commit() {
        if (isReplicating()) {
            replicatedIndex = log.endIndex();
        }
        long target = log.endIndex();
        if (log.commitIndex() == target || delayed.isUnderWay(target) || !canCommit()) {
            return;
        }
        Duration delay = cluster.faults().commitDelay(this);
        if (delay.isZero()) {
            commit(target);
        } else {
            delayed.add(target, delay, () -> commitLate(target));
        }
    }

    private void commitLate(long target) {
        if (!canCommit()) {
            delayed.cancel();
        } else if (target > log.commitIndex()) {
            commit(target);
        }
        commit();
    }

    /** Commits what waits for a delay. */
    void endDelay() {
        delayed.cancel();
        commit();
    }

    private void commit(long target) {
        log.commit(target);
        unconfirmed.confirm(target);
        clients.chunksCommitted();
    }

    private boolean canCommit() {
        return leader != null
                && leader.isMember()
                && hasMajority()
                && !deleted
                && !cluster.faults().holdsCommits();
    }

    /** Whether the leader sends chunks to another node. */
    private boolean isReplicating() {
        return leader != null
                && leader.isMember()
                && (members.size() == 1
                        || members.stream().filter(Node::isMember).count() > 1);
    }

    private boolean hasMajority() {
        return 2 * members.stream().filter(Node::isMember).count() > members.size();
    }

    /** The other nodes take a node for dead. */
    void nodeLost(Node node) {
        if (!node.isRunning()) {
            clients.forget(node);
        }
        if (leader == node) {
            loseLeader();
            clients.dropUnheard(node);
            clients.drop(each -> true);
        } else {
            clients.drop(each -> each == node);
        }
    }

    /** A node takes part again. */
    void nodeReturned(Node node) {
        clients.tellUnheard(node);
        clients.chunksCommitted(node);
    }

    /** The leader is lost, and what it had not committed with it, but for what others have. */
    private void loseLeader() {
        leader = null;
        losses++;
        delayed.cancel();
        unconfirmed.clear();
        int replicated = (int) Math.max(0, Math.min(replicatedIndex, log.endIndex()) - log.commitIndex());
        log.truncate(replicated == 0 ? 0 : cluster.faults().survivors(replicated));
        electLater();
    }

    private void electLater() {
        electing = true;
        int term = losses;
        cluster.after(cluster.electionDelay(), () -> {
            if (term == losses) {
                electing = false;
                elect();
            }
        });
    }

    /** Elects a leader if there is none and a majority is there. */
    void elect() {
        if (leader != null || electing || deleted || !hasMajority()) {
            return;
        }
        List<Node> candidates = members.stream().filter(Node::isMember).toList();
        Node wanted = preferred;
        leader = wanted != null && candidates.contains(wanted)
                ? wanted
                : cluster.faults().elect(candidates);
        preferred = null;
        epoch++;
        commit(); // what has survived
    }

    /** Restarts the stream with another leader, or with the same: all publishers and subscriptions are dropped. */
    void moveLeader(Node node) {
        if (!members.contains(node) || !node.isMember()) {
            throw new IllegalArgumentException(node + " (expected: a running node that has " + name + ")");
        }
        preferred = node;
        if (leader != null) {
            loseLeader();
            clients.drop(each -> true);
        }
    }

    void delete() {
        deleted = true;
        leader = null;
        losses++;
        delayed.cancel();
        cluster.usedMemory(-log.memory());
        unconfirmed.clear();
        cluster.later(clients::dropAll);
    }

    @Override
    public String toString() {
        return name;
    }
}
