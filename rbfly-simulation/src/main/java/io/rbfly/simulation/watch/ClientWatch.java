package io.rbfly.simulation.watch;

import io.rbfly.protocol.command.stream.Metadata;
import io.rbfly.simulation.model.Findings;
import io.rbfly.simulation.network.Tap;
import io.rbfly.simulation.plan.FaultPlan;
import io.rbfly.simulation.plan.PublisherPlan;
import io.rbfly.simulation.plan.ReaderPlan;
import io.rbfly.simulation.plan.RunPlan;
import io.rbfly.simulation.plan.SuperPublisherPlan;
import io.rbfly.simulation.world.SimulatedLoop;
import io.rbfly.simulation.world.World;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.LongPredicate;
import java.util.function.LongUnaryOperator;
import org.jspecify.annotations.Nullable;

/** What is known of a client from the bytes on its connections, and what must be true of them. */
public final class ClientWatch {
    private static final long CLOSE_GRACE_NANOS = 1_200_000_000; // 200 ms for a handler, and what turns take

    private final int number;
    private final World world;
    private final SimulatedLoop loop;
    private final boolean garbage;
    private final Findings findings;
    private final List<PublisherPlan> publisherPlans;
    private final List<ReaderPlan> readerPlans;
    private final Map<Integer, PublisherWatch> publishers = new HashMap<>();
    /** By stream: those that are the only ones of theirs. */
    private final Map<String, ReaderWatch> readers = new HashMap<>();

    private final Set<ConnectionWatch> connections = new LinkedHashSet<>();
    private final Map<String, StoringWatch> storing = new HashMap<>();
    private final StreamNodes nodes = new StreamNodes();
    private final OpenCheck openCheck;
    final RequestWatches requests = new RequestWatches();
    private final Map<String, Long> unavailable = new HashMap<>();
    private long lostSubscriptions;
    private boolean closing;
    /** How many connections have begun or ended. */
    private long connectionChanges;

    /**
     * Creates a watch of a client that has done nothing.
     *
     * @param number the client's number in the plan
     * @param loop its event loop
     */
    public ClientWatch(int number, RunPlan plan, World world, SimulatedLoop loop, Findings findings) {
        this.number = number;
        this.world = world;
        this.loop = loop;
        this.garbage = plan.has(FaultPlan.Kind.GARBAGE);
        this.findings = findings;
        this.publisherPlans = plan.publishers().stream()
                .filter(each -> each.client() == number)
                .toList();
        this.readerPlans =
                plan.readers().stream().filter(each -> each.client() == number).toList();
        this.openCheck = new OpenCheck(number, plan, findings);
        boolean refuses = plan.has(FaultPlan.Kind.REFUSE_REQUESTS);
        publisherPlans.forEach(each -> publishers.put(each.id(), new PublisherWatch(each, refuses, findings)));
        for (ReaderPlan each : readerPlans) {
            if (isOnly(each) && plan.scaleOut().members(number, "s" + each.stream()) == 0) {
                readers.put("s" + each.stream(), new ReaderWatch(each, findings, this::turn));
            }
        }
    }

    private boolean isOnly(ReaderPlan one) {
        return readerPlans.stream().noneMatch(each -> each != one && each.stream() == one.stream());
    }

    /** A tap for a new connection of the client. */
    public Tap connection() {
        connectionChanges++;
        ConnectionWatch connection = new ConnectionWatch(this);
        connections.add(connection);
        return connection;
    }

    /** The application closes the client. */
    public void closing() {
        closing = true;
    }

    boolean isClosing() {
        return closing;
    }

    /** Whether a publisher may be opened while one of its name still is, which was cancelled. */
    boolean opensNamesTwice() {
        return publisherPlans.stream().anyMatch(each -> each.cancels() && each.isExactlyOnce());
    }

    /** Whether it may receive what no broker sends. */
    boolean receivesGarbage() {
        return garbage;
    }

    Findings findings() {
        return findings;
    }

    long turn() {
        return world.steps();
    }

    long nanoTime() {
        return world.nanoTime();
    }

    long blockedUntil() {
        return loop.blockedUntil();
    }

    void closed(ConnectionWatch connection) {
        connectionChanges++;
        storing.values().forEach(each -> each.lost(connection));
        connections.remove(connection);
    }

    /** The application has opened a publisher for messages from a number on. */
    public void opened(int publisher, long message) {
        publisher(publisher).opened(message);
    }

    /** The application passes a message to the client, which may send it from now on. */
    public void accepted(int publisher, long message, int bytes) {
        publisher(publisher).accepted(message, bytes, nanoTime());
    }

    /** The client has not refused a message that was passed to it. */
    public void kept(int publisher, long message) {
        publisher(publisher).kept(message);
    }

    /** A message was not accepted, or has failed. */
    public void failed(int publisher, long message) {
        publisher(publisher).failed(message);
    }

    /** Whether a confirmed message is stored, or an earlier one for which the broker takes it. */
    public boolean isTakenFor(int publisher, long message, LongPredicate isStored) {
        return publisher(publisher).isTakenFor(message, isStored);
    }

    private PublisherWatch publisher(int id) {
        return Objects.requireNonNull(publishers.get(id), "publisher of another client");
    }

    /** An entry is sent for a publisher of the application. */
    void published(Declared publisher, int of, Entry entry) {
        if (of >= SuperPublisherPlan.FIRST_ID) {
            return; // a publisher to the super stream
        }
        PublisherWatch watch = publishers.get(of);
        if (watch == null) {
            findings.report("a message is sent as it was passed to the client", publisher + ": of publisher " + of);
            return;
        }
        watch.published(publisher, entry, nanoTime(), blockedUntil());
    }

    void confirmed(Declared publisher, long[] publishingIds) {
        if (publisher.publisher != null) {
            publisher.publisher.confirmed(publisher, publishingIds, nanoTime());
        }
    }

    void refused(Declared publisher, long[] publishingIds) {
        if (publisher.publisher != null) {
            publisher.publisher.refused(publisher, publishingIds, nanoTime());
        }
    }

    /** A node has told where streams are. */
    void located(Metadata.Reply metadata) {
        nodes.located(metadata);
    }

    void declaring(String stream, String node) {
        findings.check(
                nodes.isLeader(stream, node),
                "publishers are at leaders",
                () -> this + ": publisher on " + stream + " at " + node + " (expected: " + nodes.leaders(stream) + ")");
    }

    void subscribing(String stream, String node) {
        reader(stream, watch -> {
            watch.declaring(node, nodes.of(stream), connectionChanges);
            storing(watch.reference()).declaring();
        });
    }

    void unavailable(String stream, String node) {
        lostSubscriptions++;
        reader(stream, watch -> watch.dropped(node, connectionChanges));
        unavailable.put(stream, turn());
    }

    /** A subscription was told that its stream was created again. */
    void restarted(String stream) {
        reader(stream, watch -> watch.restarted());
    }

    /** Whether a node tells right now that a stream is not available there. */
    boolean isUnavailable(String stream) {
        return unavailable.getOrDefault(stream, -1L) == turn();
    }

    /**
     * How events name the publisher on a stream; null if there may be several, which they do not tell apart. One whose
     * opening was cancelled may still be opened.
     */
    @Nullable
    String onlyPublisher(String stream) {
        List<PublisherPlan> plans = publisherPlans.stream()
                .filter(each -> stream.equals("s" + each.stream()))
                .toList();
        return plans.size() == 1 && !plans.get(0).cancels() ? "publisher on stream " + stream : null;
    }

    /** How events name the subscription to a stream; null if there may be several, which they do not tell apart. */
    @Nullable
    String onlySubscription(String stream) {
        ReaderWatch reader = readers.get(stream);
        return reader != null && !reader.plan().cancels() ? "subscription to stream " + stream : null;
    }

    private @Nullable ReaderWatch reader(ReaderPlan plan) {
        return readers.get("s" + plan.stream());
    }

    /**
     * A reader opens its subscription.
     *
     * @param next returns the first offset from one on of which a message may be delivered, or is not stored yet
     */
    public void begin(ReaderPlan reader, LongUnaryOperator next) {
        ReaderWatch watch = reader(reader);
        if (watch != null) {
            watch.begin(next);
        }
    }

    /**
     * A reader begins to close its subscription.
     *
     * @param processedEnd the offset after what is processed and must be stored; zero if nothing must
     */
    public void closing(ReaderPlan reader, long processedEnd) {
        ReaderWatch watch = reader(reader);
        if (watch != null) {
            watch.closing(processedEnd, storing(reader.reference()));
        }
    }

    /** Whether the client has sent the offset of a processed message to be stored, on a connection that is not lost. */
    public boolean isSent(ReaderPlan reader, long processedEnd) {
        return storing(reader.reference()).isSent(processedEnd);
    }

    /** The highest offset that a broker has answered to be stored under a reference, plus one. */
    public long storedEnd(String reference) {
        return storing(reference).answeredEnd();
    }

    /** The offset that a broker has answered last to be stored under a reference, plus one. */
    public long lastStoredEnd(String reference) {
        return storing(reference).lastAnsweredEnd();
    }

    /** What is stored under a reference. */
    StoringWatch storing(String reference) {
        return storing.computeIfAbsent(reference, each -> new StoringWatch(each, findings));
    }

    /** A reader was told that its subscription cannot be opened. */
    public void failed(ReaderPlan reader) {
        ReaderWatch watch = reader(reader);
        if (watch != null) {
            watch.failed();
        }
    }

    /** A message is delivered to a reader. */
    public void delivered(ReaderPlan reader, long offset) {
        ReaderWatch watch = reader(reader);
        if (watch != null) {
            watch.delivered(offset);
        }
    }

    /** A reader was told that the subscription it closed at a time is closed. */
    public void closed(ReaderPlan reader, long closeNanos) {
        ReaderWatch watch = reader(reader);
        if (watch != null) {
            watch.closed(closeNanos, nanoTime(), blockedUntil(), CLOSE_GRACE_NANOS);
        }
    }

    void credit(Declared subscription, int chunks) {
        reader(subscription.stream, watch -> watch.credit(subscription, chunks));
    }

    void chunk(Declared subscription, long end, long bytes) {
        reader(subscription.stream, watch -> watch.chunk(subscription, end, bytes));
    }

    /** How many subscriptions were lost with their connections, or were dropped. */
    public long lostSubscriptions() {
        return lostSubscriptions;
    }

    /** A connection is lost: told before its subscriptions are, which are counted, too. */
    void connectionLost() {
        lostSubscriptions++;
    }

    void left(Declared subscription, boolean answered) {
        lostSubscriptions += answered ? 0 : 1;
        reader(subscription.stream, watch -> watch.left(subscription, answered, nanoTime()));
    }

    private void reader(String stream, Consumer<ReaderWatch> action) {
        ReaderWatch watch = readers.get(stream);
        if (watch != null) {
            action.accept(watch);
        }
    }

    /** Checks that a node has no more publishers and subscriptions than are open, and that no connection is dead. */
    public void checkOpen() {
        connections.forEach(ConnectionWatch::checkSilence);
        openCheck.check(connections);
    }

    @Override
    public String toString() {
        return "client " + number;
    }
}
