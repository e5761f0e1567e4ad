package io.rbfly.simulation.watch;

import io.rbfly.simulation.model.Findings;
import io.rbfly.simulation.plan.ReaderPlan;
import java.util.ArrayDeque;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.function.LongUnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Checks that the broker gets no more credit than the application permits, for a reader that is the only one of its
 * client and stream, so that each subscription is known to be its.
 */
final class ReaderWatch {
    private final ReaderPlan plan;
    private final Findings findings;
    private final LongSupplier turn;
    /** The chunks that are received and not read completely. */
    private final ArrayDeque<Received> unread = new ArrayDeque<>();

    private LongUnaryOperator next = LongUnaryOperator.identity();
    private long readEnd;
    private long lastEnd;
    private boolean started;
    /** Whether another subscription than the one that is open may be declared. */
    private boolean doubtful;

    private @Nullable Declared declared;
    /** The one that was open when the stream turned out to be another one. */
    private @Nullable Declared discarded;

    private long leftNanos;
    /** What must be stored before the subscription is deleted; null for nothing. */
    private @Nullable StoringWatch storing;

    private long mustBeStored;
    /** The node that has dropped the latest subscription, until another is declared. */
    private @Nullable String droppedBy;

    private long connectionsBefore;

    /** A chunk with the offset after its last message, the bytes of its messages, and the turn when it arrived. */
    private record Received(long end, long bytes, long turn) {}

    /** @param turn the number of the current turn */
    ReaderWatch(ReaderPlan plan, Findings findings, LongSupplier turn) {
        this.plan = plan;
        this.findings = findings;
        this.turn = turn;
    }

    ReaderPlan plan() {
        return plan;
    }

    /** The application opens a subscription, of which a filter tells what may be delivered next. */
    void begin(LongUnaryOperator mayBeNext) {
        next = mayBeNext;
        forget();
    }

    private void forget() {
        forgetChunks();
        started = false;
        droppedBy = null;
    }

    /** A subscription could not be opened in time, and may be opened later. */
    void failed() {
        doubtful = true;
    }

    /** A node tells that it no longer has the stream, after a number of connections of the client. */
    void dropped(String node, long connections) {
        if (declared != null && declared.state == Declared.State.DECLARED) {
            droppedBy = node;
            connectionsBefore = connections;
        }
    }

    /** Under what it stores offsets. */
    String reference() {
        return plan.reference();
    }

    /** A subscription is declared at a node; others may have the stream, too. */
    void declaring(String node, Set<String> nodes, long connections) {
        findings.check(
                doubtful || !node.equals(droppedBy) || connectionsBefore != connections || nodes.size() < 2,
                "another node is tried first than the one that has dropped a subscription",
                () -> "reader " + plan.id() + " at " + node + " again (expected: another of " + nodes + ")");
        droppedBy = null;
    }

    /** The client gives credit. */
    void credit(Declared subscription, int chunks) {
        declared = subscription;
        subscription.credit += chunks;
        long read = started ? unread() : 0; // before the start is known, chunks may be unwanted
        findings.check(
                doubtful || subscription.credit + read <= plan.options().maxBufferedChunks(),
                "no more chunks are buffered than permitted",
                () -> "reader " + plan.id() + ": credit " + subscription.credit + ", unread " + read);
        long bytes = started ? unreadBytes() : 0;
        findings.check(
                doubtful || chunks == 0 || bytes < plan.options().maxBufferedBytes(),
                "no credit is given above the bytes that are permitted",
                () -> "reader " + plan.id() + ": credit " + chunks + ", unread " + bytes + " bytes");
    }

    /**
     * The stream was created again: what was received, and what the subscription receives until it is left, is
     * discarded.
     */
    void restarted() {
        discarded = declared;
        forgetChunks();
    }

    private void forgetChunks() {
        unread.clear();
        lastEnd = 0;
        readEnd = 0;
    }

    /** The chunks of which something may be delivered. */
    private long unread() {
        long from = next.applyAsLong(readEnd);
        return unread.stream().filter(chunk -> chunk.end > from).count();
    }

    /** The bytes of those chunks, but for what has just arrived, of which the client processes one after the other. */
    private long unreadBytes() {
        long from = next.applyAsLong(readEnd);
        return unread.stream()
                .filter(chunk -> chunk.end > from && chunk.turn < turn.getAsLong())
                .mapToLong(Received::bytes)
                .sum();
    }

    /** A chunk is received that ends before an offset, with messages of a number of bytes at least. */
    void chunk(Declared subscription, long end, long bytes) {
        subscription.credit = Math.max(0, subscription.credit - 1);
        if (subscription != discarded && end > lastEnd) {
            lastEnd = end;
            unread.add(new Received(end, bytes, turn.getAsLong()));
        }
    }

    /** A message is delivered to the application. */
    void delivered(long offset) {
        started = true;
        readEnd = offset + 1;
        while (!unread.isEmpty() && unread.element().end <= offset + 1) {
            unread.remove();
        }
    }

    /** The application begins to close a subscription, of which something is processed. */
    void closing(long processedEnd, StoringWatch watch) {
        boolean connected = declared != null && declared.state == Declared.State.DECLARED;
        storing = connected && !doubtful && processedEnd > 0 ? watch : null;
        mustBeStored = processedEnd;
        forget();
    }

    /** A subscription is deleted, or its connection has ended. */
    void left(Declared subscription, boolean answered, long nanos) {
        leftNanos = nanos;
        // If it was dropped before the client began to close it, it has no connection to store an offset on.
        if (subscription == declared && storing != null && answered && droppedBy == null) {
            storing.check(mustBeStored);
        }
        storing = null;
    }

    /** The application was told that the subscription it closed at a time is closed. */
    void closed(long closeNanos, long nanos, long blockedUntil, long graceNanos) {
        Declared last = declared;
        if (doubtful || last == null) {
            return;
        }
        findings.check(
                last.state == Declared.State.GONE,
                "a subscription is closed when the broker has deleted it",
                () -> "reader " + plan.id() + ": " + last + " is " + last.state);
        long waited = nanos - Math.max(Math.max(closeNanos, leftNanos), blockedUntil);
        findings.check(
                waited <= graceNanos,
                "closing a subscription waits for the broker only",
                () -> "reader " + plan.id() + ": " + waited + " ns");
    }
}
