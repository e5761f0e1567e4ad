package io.rbfly.client.publish;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * How many messages and bytes were accepted and how many of them are done with, and who waits for that to change: for room
 * in the window, or for outcomes. Guarded by the batch's lock; what is to be completed is handed out, to be run without it.
 */
final class Progress {
    private static final int FIRST_PURGE = 64;

    private final CompletableFuture<Void> now = CompletableFuture.completedFuture(null);
    private final int maxMessages;
    private final long maxBytes;
    private final ArrayDeque<Waiter> waiters = new ArrayDeque<>();
    private final PriorityQueue<Group> groups = new PriorityQueue<>(Comparator.comparingLong(Group::end));
    private long messages;
    private long bytes;
    private long settledMessages;
    private long releasedBytes;
    /** All messages before this one have outcomes. */
    private long firstOpen;

    private int purgeAt = FIRST_PURGE;

    /** Waits for a message to be within the window, by its place and that of its last byte. */
    private static final class Waiter extends CompletableFuture<Void> {
        final long message;
        final long lastByte;

        Waiter(long message, long lastByte) {
            this.message = message;
            this.lastByte = lastByte;
        }
    }

    Progress(int maxMessages, long maxBytes) {
        this.maxMessages = maxMessages;
        this.maxBytes = maxBytes;
    }

    /** Messages that were accepted so far, which is also the place of the next. */
    long accepted() {
        return messages;
    }

    /** Messages without an outcome. */
    long unsettled() {
        return messages - settledMessages;
    }

    /** Notes a message of so many bytes. */
    void accepted(long messageBytes) {
        messages++;
        bytes += messageBytes;
    }

    /** Whether a further message is within the window. */
    boolean hasRoom() {
        return isWithin(messages + 1, bytes + 1);
    }

    /** A future of room for a further message. */
    CompletableFuture<Void> room() {
        return within(messages + 1, bytes + 1);
    }

    /** A future of the last message that was accepted being within the window. */
    CompletableFuture<Void> roomForLast() {
        return within(messages, bytes);
    }

    private CompletableFuture<Void> within(long message, long lastByte) {
        if (isWithin(message, lastByte)) {
            return now;
        }
        if (waiters.size() >= purgeAt) { // whoever asks again and again and cancels is not to pile them up
            waiters.removeIf(Waiter::isDone);
            purgeAt = Math.max(FIRST_PURGE, 2 * waiters.size());
        }
        Waiter waiter = new Waiter(message, lastByte);
        waiters.add(waiter);
        return waiter;
    }

    /** A message that is larger than the whole window is within it when it is alone. */
    private boolean isWithin(long message, long lastByte) {
        long before = message - settledMessages;
        return before <= 1 || before <= maxMessages && lastByte - releasedBytes <= maxBytes;
    }

    /** Whether all messages up to the end of a group have outcomes. If not, the group is completed when they have. */
    boolean isReached(Group group) {
        if (group.end() <= firstOpen || unsettled() == 0) {
            return true;
        }
        groups.add(group);
        return false;
    }

    /**
     * Takes note of outcomes, with the totals so far and the place of the first message that has none.
     *
     * @return what is to be completed, null when there is nothing
     */
    @Nullable
    Runnable settled(long totalMessages, long totalBytes, long firstWithoutOutcome) {
        settledMessages = totalMessages;
        releasedBytes = totalBytes;
        firstOpen = firstWithoutOutcome;
        List<Runnable> due = null;
        for (Group group = groups.peek(); group != null && group.end() <= firstOpen; group = groups.peek()) {
            groups.remove();
            due = add(due, group::complete);
        }
        for (Waiter first = waiters.peek();
                first != null && isWithin(first.message, first.lastByte);
                first = waiters.peek()) {
            Waiter waiter = waiters.remove();
            due = add(due, () -> waiter.complete(null));
        }
        return due == null ? null : runAll(due);
    }

    /** Fails whoever waits for room: there will be none. */
    Runnable failWaiters(Throwable cause) {
        List<Waiter> left = List.copyOf(waiters);
        waiters.clear();
        return () -> left.forEach(waiter -> waiter.completeExceptionally(cause));
    }

    private static List<Runnable> add(@Nullable List<Runnable> due, Runnable task) {
        List<Runnable> all = due == null ? new ArrayList<>() : due;
        all.add(task);
        return all;
    }

    private static Runnable runAll(List<Runnable> due) {
        return () -> due.forEach(Runnable::run);
    }
}
