package io.rbfly.simulation.workload;

import io.rbfly.simulation.model.Finding;
import io.rbfly.simulation.model.Findings;
import io.rbfly.simulation.model.Payload;
import io.rbfly.simulation.model.StoredMessages;
import io.rbfly.simulation.plan.ReaderPlan;
import org.jspecify.annotations.Nullable;

/** Checks that a subscription delivers each message once, in order, from where it started. */
final class DeliveryCheck {
    private static final int UNKNOWN = -1;

    private final String reader;
    private final Selection selection;
    /** The stream that it reads: another one when messages of one that was created again are delivered. */
    private StoredMessages stored;

    private final Findings findings;
    /** The range of offsets at which it may start. */
    private long earliest;

    private long latest;
    /** Where the last chunk began when the subscription was opened. */
    private long lastChunk;
    /** The offset that was asked for, which may be beyond the end; zero for none. */
    private long requested;

    private boolean closing;
    private boolean closed;
    private boolean paused;
    /** Whether the first message of a stream that was created again follows those of the former one. */
    private boolean restarted;

    private int next = UNKNOWN;
    /** The offset after the last message, if there was one. */
    private long reached;

    DeliveryCheck(String reader, StoredMessages stored, Selection selection, Findings findings) {
        this.reader = reader;
        this.selection = selection;
        this.stored = stored;
        this.findings = findings;
    }

    /** Notes where the subscription starts at the earliest, before it is opened. */
    void opening(ReaderPlan.Start start, long offset) {
        earliest = switch (start) {
            case FIRST -> 0;
            case LAST -> stored.lastChunk();
            case NEXT -> stored.end();
            case AT, STORED ->
                // Beyond the end, as that of a former stream may be, it stands for what is stored next.
                offset <= stored.writtenEnd() ? offset : stored.end();
            case TIMESTAMP -> firstChunkSince(stored, offset, stored.end());
        };
        latest = latest(stored, start, offset);
        lastChunk = stored.lastChunk();
    }

    /**
     * Notes where the subscription starts at the latest, when it is open. An offset that was stored, and what was
     * written, may have been lost meanwhile, before or after the subscription asked for it.
     */
    void opened(ReaderPlan.Start start, long offset) {
        requested = start == ReaderPlan.Start.AT || start == ReaderPlan.Start.STORED ? offset : 0;
        for (StoredMessages each = stored; each != null; each = each.successor()) {
            latest = Math.max(latest, latest(each, start, offset));
            earliest = Math.min(earliest, latest(each, start, offset));
        }
    }

    private static long latest(StoredMessages of, ReaderPlan.Start start, long offset) {
        return switch (start) {
            case FIRST -> 0;
            // If the last chunk is lost with its leader, it starts at that offset in what replaces it.
            case LAST, NEXT -> of.highestWrittenEnd();
            case AT, STORED -> Math.min(offset, of.writtenEnd());
            case TIMESTAMP -> firstChunkSince(of, offset, of.writtenEnd());
        };
    }

    private static long firstChunkSince(StoredMessages of, long timestamp, long otherwise) {
        for (int position = 0; position < of.size(); position++) {
            if (of.get(position).timestamp() >= timestamp) {
                return of.get(position).chunk();
            }
        }
        return otherwise;
    }

    /** The offset at which it starts at the latest. */
    long start() {
        return latest;
    }

    /** The application closes the subscription. */
    void closing() {
        closing = true;
    }

    /** The application has called close(): nothing is delivered any more. */
    void closed() {
        closed = true;
    }

    /** The application pauses the subscription, or resumes it. */
    void paused(boolean now) {
        paused = now;
    }

    /** The client has told that it begins again, in a stream that was created again. */
    void restarted() {
        restarted = true;
    }

    /** The offset after the last message; zero if there was none. */
    long deliveredEnd() {
        return reached;
    }

    /** The stream of the last message. */
    StoredMessages stream() {
        return stored;
    }

    /** Whether the application has begun to close the subscription. */
    boolean isClosing() {
        return closing;
    }

    /** Checks a message. */
    void delivered(long offset, byte[] message) {
        findings.check(!closed, "nothing is delivered after closing", () -> reader + ": offset " + offset);
        findings.check(!paused, "nothing is delivered during a pause", () -> reader + ": offset " + offset);
        Finding finding = null;
        for (StoredMessages each = first(offset, message); each != null; each = each.successor()) {
            finding = violation(each, offset, message);
            if (finding == null) {
                restarted &= each == stored;
                stored = each;
                next = each.positionOf(offset) + 1;
                reached = offset + 1;
                return;
            }
        }
        if (finding != null) {
            findings.report(finding);
        }
    }

    /**
     * The first stream of which a message may be. If the client has told that it begins again, and has delivered
     * nothing of the former stream, one that was sent again is not of the former one.
     */
    private StoredMessages first(long offset, byte[] message) {
        StoredMessages successor = restarted && next == UNKNOWN ? stored.successor() : null;
        return successor != null && violation(successor, offset, message) == null ? successor : stored;
    }

    private @Nullable Finding violation(StoredMessages of, long offset, byte[] message) {
        int position = of.positionOf(offset);
        if (position == of.size() || of.get(position).offset() != offset) {
            return new Finding("only stored messages are delivered", reader + ": offset " + offset);
        }
        StoredMessages.Stored expected = of.get(position);
        if (expected.publisher() != Payload.publisher(message, message.length)
                || expected.number() != Payload.number(message, message.length)) {
            return new Finding("a message is delivered as it was stored", reader + ": " + expected);
        } else if (!selection.mayBeDelivered(expected)) {
            return new Finding("a message that is not selected is not delivered", reader + ": " + expected);
        } else if (of != stored) {
            boolean right = restarted ? maySkip(of, 0, position) : continues(of, position);
            return right ? null : skipped(of, position, restarted ? 0 : of.positionOf(reached()));
        } else if (next == UNKNOWN) {
            boolean right = position >= of.positionOf(earliest)
                    && (maySkip(of, of.positionOf(latest), position) || isInFirstChunk(of, position));
            return right
                    ? null
                    : new Finding(
                            "a subscription starts where it should",
                            reader + ": offset " + offset + " (expected: " + earliest + " to " + latest + ")");
        }
        return position >= next && maySkip(of, next, position) ? null : skipped(of, position, next);
    }

    private Finding skipped(StoredMessages of, int position, int expected) {
        return new Finding(
                position < expected ? "no message is delivered twice" : "no message is skipped",
                reader + ": position " + position + " of offset "
                        + of.get(position).offset() + " (expected: " + expected + ")");
    }

    /** Whether a stream that was created again is read from where the former one ended, or from the beginning. */
    private boolean continues(StoredMessages of, int position) {
        int least = of.positionOf(reached());
        int most = Math.max(least, of.positionOf(received()));
        return maySkip(of, 0, position) || position >= least && maySkip(of, most, position) || isStart(of, position);
    }

    /** Whether it may start here, if it has not read anything of the former stream. */
    private boolean isStart(StoredMessages of, int position) {
        return next == UNKNOWN
                && (position <= of.positionOf(latest)
                        || maySkip(of, startInFormer(of), position)
                        || maySkip(of, Math.max(of.positionOf(requested), of.positionOf(latest)), position));
    }

    /**
     * Whether it may start here, since the offset that was asked for was beyond the end, and is in the middle of the
     * first chunk that was stored next.
     */
    private boolean isInFirstChunk(StoredMessages of, int position) {
        return of.get(position).chunk() <= latest && maySkip(of, of.positionOf(requested), position);
    }

    /**
     * The position of the offset that a client may have determined for its start when the stream was a former one of
     * which it has read nothing: one cannot tell them apart then. It knows where the last chunk began at that time, and
     * takes one that begins there for it.
     */
    private int startInFormer(StoredMessages of) {
        int position = of.positionOf(latest);
        for (StoredMessages each = stored; each != of && each != null; each = each.successor()) {
            position = Math.max(position, of.positionOf(each.writtenEnd()));
            for (long offset = each == stored ? lastChunk : 0; offset < each.writtenEnd(); offset++) {
                position = beginsChunk(each, offset) ? Math.max(position, behindChunk(of, offset)) : position;
            }
        }
        return position;
    }

    /** Whether a chunk may begin at an offset: one of messages, or one of what brokers store for themselves. */
    private static boolean beginsChunk(StoredMessages of, long offset) {
        int position = of.positionOf(offset);
        boolean isMessage = position < of.size() && of.get(position).offset() == offset;
        return !isMessage || of.get(position).chunk() == offset;
    }

    /** The position behind the chunk that begins at an offset; zero if none does. */
    private static int behindChunk(StoredMessages of, long offset) {
        int chunk = of.positionOf(offset);
        return chunk < of.size() && of.get(chunk).chunk() == offset ? of.positionOf(of.endOfChunk(chunk)) : 0;
    }

    /** The offset up to which it may have received messages of the former stream, of which not all were selected. */
    private long received() {
        return selection.isAll() ? reached() : Math.max(reached(), stored.end());
    }

    private long reached() {
        return next == UNKNOWN ? latest : reached;
    }

    /** Whether none of the messages between two positions has to be delivered. */
    private boolean maySkip(StoredMessages of, int from, int to) {
        for (int position = from; position < to; position++) {
            StoredMessages.Stored each = of.get(position);
            if (selection.isSelected(each) && !of.isDeleted(each)) {
                return false;
            }
        }
        return true;
    }

    /** Whether everything was delivered. */
    boolean isAtEnd() {
        StoredMessages current = stored.latest();
        int from = current == stored && next != UNKNOWN
                ? next
                : current.positionOf(current == stored ? reached() : received());
        if (current != stored && next == UNKNOWN) {
            from = Math.max(from, Math.max(startInFormer(current), current.positionOf(requested)));
        }
        return maySkip(current, from, current.size());
    }

    @Override
    public String toString() {
        return reader + " at position " + next + " of " + stored.size();
    }
}
