package io.rbfly.testkit.embedded.cluster;

import io.rbfly.protocol.chunk.Chunk;
import io.rbfly.testkit.embedded.fault.RequestFaults;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import java.util.function.IntUnaryOperator;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/** Faults that concern all nodes of a cluster. Used on the event loop of the cluster only. */
public final class ClusterFaults {
    /** The time after which nodes of Erlang take one that does not answer for dead. */
    private static final Duration NET_TICK_TIME = Duration.ofSeconds(60);

    private static final int MAX_ENTRIES = 4_096;
    private static final int NO_CRASH = -1;

    private Function<ReplicatedStream, Duration> commitDelays = stream -> Duration.ZERO;
    private boolean delaysEachCommit;
    private IntUnaryOperator survivors = uncommitted -> 0;
    private Function<List<Node>, Node> election = candidates -> candidates.get(0);
    private UnaryOperator<List<long[]>> confirmFrames = UnaryOperator.identity();
    private Supplier<Duration> confirmDelays = () -> Duration.ZERO;
    private UnaryOperator<Chunk> reading = UnaryOperator.identity();
    private int maxEntries = MAX_ENTRIES;
    private Duration freezeNoticedAfter = NET_TICK_TIME;
    private Duration isolationNoticedAfter = Duration.ZERO;
    private final RequestFaults requests = new RequestFaults();
    private boolean holdsCommits;
    private int superStreamCrash = NO_CRASH;
    private boolean alarm;

    /** The commands that are not to be executed. */
    public RequestFaults requests() {
        return requests;
    }

    /** How long the next messages of a stream wait before they are committed. */
    Duration commitDelay(ReplicatedStream stream) {
        return commitDelays.apply(stream);
    }

    /** Whether messages wait for their own delay only, and not for the commit before theirs. */
    boolean delaysEachCommit() {
        return delaysEachCommit;
    }

    /** Sets how long each message waits before it is committed, whether a commit is under way or not. */
    void delayEachCommit(Duration delay) {
        commitDelays = stream -> delay;
        delaysEachCommit = true;
    }

    /** Sets how long commits take, of which there is one at a time. */
    public void commitDelay(Duration delay) {
        commitDelays(stream -> delay);
    }

    /**
     * Sets how long commits take. There is one at a time; the next one is of all messages that have arrived meanwhile.
     *
     * @param delays is asked for each commit of a stream
     */
    public void commitDelays(Function<ReplicatedStream, Duration> delays) {
        commitDelays = delays;
        delaysEachCommit = false;
    }

    /** How many chunks survive the loss of a leader that has not committed them. */
    int survivors(int uncommitted) {
        return Math.max(0, Math.min(uncommitted, survivors.applyAsInt(uncommitted)));
    }

    /**
     * Sets how many chunks survive the loss of a leader that has not committed them, because other nodes have them
     * already: none, if this is not set. The next leader commits them; nobody gets a confirm.
     *
     * @param survivors from the number of chunks that the other nodes may have to that of those which they do have, the
     *     oldest ones
     */
    public void survivors(IntUnaryOperator survivors) {
        this.survivors = survivors;
    }

    /** What is sent instead of a chunk. */
    Chunk read(Chunk chunk) {
        return reading.apply(chunk);
    }

    /** Sets what is sent instead of a chunk, as if a disk had damaged it. */
    public void reading(UnaryOperator<Chunk> reading) {
        this.reading = reading;
    }

    /** How many entries a chunk has at most. */
    int maxEntries() {
        return maxEntries;
    }

    /** Sets how many entries a chunk has at most: 4,096, if this is not set. */
    public void maxEntries(int entries) {
        maxEntries = entries;
    }

    /** The confirms to send instead of one, each with its ids. */
    List<long[]> confirmFrames(long[] ids) {
        return confirmFrames.apply(List.of(ids));
    }

    /** How long a confirm is on its way within the broker. */
    Duration confirmDelay() {
        return confirmDelays.get();
    }

    /**
     * Sets how confirms are sent. The protocol permits any number of them, in any order.
     *
     * @param frames from the confirms that the broker would send to those that it sends
     * @param delays is asked for each of them; a longer one lets others overtake it
     */
    public void confirms(UnaryOperator<List<long[]>> frames, Supplier<Duration> delays) {
        confirmFrames = frames;
        confirmDelays = delays;
    }

    /** The next leader of a stream. */
    Node elect(List<Node> candidates) {
        return election.apply(candidates);
    }

    /**
     * Sets how the next leader of a stream is chosen from the nodes that can be; brokers draw one of those that have
     * all messages. It is the first of the stream, if this is not set.
     */
    public void election(Function<List<Node>, Node> election) {
        this.election = election;
    }

    Duration freezeNoticedAfter() {
        return freezeNoticedAfter;
    }

    /** Sets after which time the other nodes take a frozen node for dead. */
    public void freezeNoticedAfter(Duration time) {
        freezeNoticedAfter = time;
    }

    Duration isolationNoticedAfter() {
        return isolationNoticedAfter;
    }

    /**
     * Sets after which time the other nodes notice that a node is isolated: at once, if this is not set, as when its
     * connections are reset. If packets are lost, it takes as long as with a frozen node.
     */
    public void isolationNoticedAfter(Duration time) {
        isolationNoticedAfter = time;
    }

    /** Whether no message is committed at present, as if the replicas did not answer. */
    public boolean holdsCommits() {
        return holdsCommits;
    }

    void holdsCommits(boolean value) {
        holdsCommits = value;
    }

    /**
     * Drops the connection of the next client that creates a super stream after a number of partitions, which are then
     * streams that are not bound; after all of them, when they are bound.
     */
    public void crashInSuperStream(int partitions) {
        superStreamCrash = partitions;
    }

    /** Creates super streams without a crash again. */
    public void endSuperStreamCrash() {
        superStreamCrash = NO_CRASH;
    }

    /** The number of partitions after which to crash, negative for not at all; once. */
    int takeSuperStreamCrash() {
        int partitions = superStreamCrash;
        superStreamCrash = NO_CRASH;
        return partitions;
    }

    /** Whether the memory or the disk of a node is used up, so that no publisher is read from. */
    public boolean alarm() {
        return alarm;
    }

    void alarm(boolean value) {
        alarm = value;
    }
}
