package io.rbfly.simulation.watch;

import io.rbfly.client.api.Batching;
import io.rbfly.client.api.PublisherOptions;
import io.rbfly.client.api.compression.Compression;
import io.rbfly.simulation.model.Findings;
import io.rbfly.simulation.plan.PublisherPlan;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Checks what is sent for one publisher of an application: no more than its window permits, in time, nothing that was
 * confirmed, and what is sent again under its former id.
 */
final class PublisherWatch {
    /** The time for which a loop that has something to do may have to wait for its turn. */
    private static final long TURN_NANOS = 1_000_000_000;

    private final PublisherPlan plan;
    private final Findings findings;
    private final Map<Long, Long> idOfNumber = new HashMap<>();
    /** What the batches of messages consist of. */
    private final Map<Long, Integer> batchOfNumber = new HashMap<>();

    private final Set<Long> confirmed = new HashSet<>();
    /** Messages that have failed; the broker may confirm them later. */
    private final Set<Long> givenUp = new HashSet<>();
    /** The messages that were sent more than once: the outcome of the first time is lost with its connection. */
    private final Set<Long> sentAgain = new HashSet<>();
    /** Whether brokers may refuse messages. */
    private final boolean refuses;

    /** The messages that the client has accepted and not sent. */
    private final Map<Long, Accepted> accepted = new HashMap<>();
    /** The number of the first message of the publisher that is open. */
    private long firstNumber;

    private @Nullable Declared current;

    /** When a message was accepted, and the length of its body. */
    private record Accepted(long nanos, int bytes) {}

    PublisherWatch(PublisherPlan plan, boolean refuses, Findings findings) {
        this.plan = plan;
        this.refuses = refuses;
        this.findings = findings;
    }

    /** The application has opened a publisher, for messages from a number on. */
    void opened(long number) {
        firstNumber = number;
    }

    /** The application passes a message to the client. */
    void accepted(long number, int bytes, long nanos) {
        accepted.put(number, new Accepted(nanos, bytes));
    }

    /**
     * The client has not refused a message. Those that were cancelled, or have waited too long, may be dropped before
     * this is told; what is compressed holds fewer bytes.
     */
    void kept(long number) {
        Batching batching = plan.options().batching();
        if (plan.cancels()
                || !plan.options().confirmTimeout().isZero()
                || batching != null && batching.compression() != Compression.NONE
                || current == null) {
            return;
        }
        List<Accepted> waiting = accepted.entrySet().stream()
                .filter(each -> each.getKey() >= firstNumber && each.getKey() != number)
                .map(Map.Entry::getValue)
                .toList();
        long before = waiting.stream().mapToLong(Accepted::bytes).sum();
        boolean full =
                current.unanswered.size() + waiting.size() >= plan.options().maxUnconfirmed();
        findings.check(
                !full || before < plan.options().maxPendingBytes(),
                "no more bytes wait to be sent than permitted",
                () -> "publisher " + plan.id() + " message " + number + ": " + before + " before it");
    }

    /** The client has not accepted a message, or given up on it. */
    void failed(long number) {
        accepted.remove(number);
        givenUp.add(number);
    }

    private void batch(long id, List<Long> numbers, int hash) {
        for (long number : numbers) {
            Integer before = batchOfNumber.putIfAbsent(number, hash);
            findings.check(
                    before == null || before == hash,
                    "a batch is sent again as it was",
                    () -> text(number, id) + " with messages " + numbers);
        }
        Batching batching = plan.options().batching();
        findings.check(
                batching != null && numbers.size() <= batching.maxMessages(),
                "a batch has no more messages than permitted",
                () -> "publisher " + plan.id() + " messages " + numbers + " id " + id);
    }

    /** An entry is sent. */
    void published(Declared publisher, Entry entry, long nanos, long blockedUntil) {
        long id = entry.id();
        if (entry.hash() != null) {
            batch(id, entry.messages(), entry.hash());
        }
        if (publisher != current) {
            current = publisher;
            publisher.publisher = this;
        }
        publisher.unanswered.add(entry);
        for (long number : entry.messages()) {
            published(publisher, id, number, nanos, blockedUntil);
        }
        findings.check(
                publisher.unanswered.size() <= plan.options().maxUnconfirmed(),
                "no more messages are unconfirmed than permitted",
                () -> text(entry.messages().get(0), id) + ": " + publisher.unanswered.size());
        findings.check(
                publisher.unanswered.size() == 1
                        || publisher.unanswered.bytes() <= plan.options().maxUnconfirmedBytes(),
                "no more bytes are unconfirmed than permitted",
                () -> text(entry.messages().get(0), id) + ": " + publisher.unanswered.bytes());
    }

    private void published(Declared publisher, long id, long number, long nanos, long blockedUntil) {
        findings.check(!confirmed.contains(number), "a confirmed message is not sent again", () -> text(number, id));
        Long before = idOfNumber.putIfAbsent(number, id);
        findings.check(
                before == null || before == id,
                "a message is sent again with its publishing id",
                () -> text(number, id) + " after " + before);
        if (before != null) {
            sentAgain.add(number);
        }
        boolean expiredMakesRoom = !plan.options().confirmTimeout().isZero() && isFull(publisher);
        Accepted since = accepted.remove(number);
        if (since != null && !expiredMakesRoom && !hasFewBytes()) {
            long waited = nanos - Math.max(Math.max(since.nanos, publisher.possibleSince), blockedUntil);
            findings.check(
                    waited <= plan.options().maxFrameDelay().toNanos() + TURN_NANOS,
                    "a message does not wait longer than the frame delay",
                    () -> text(number, id) + ": " + waited + " ns");
        }
    }

    /** The broker has confirmed messages. */
    void confirmed(Declared publisher, long[] ids, long nanos) {
        makesRoom(publisher, nanos);
        for (long id : ids) {
            confirmed.addAll(publisher.unanswered.remove(id));
        }
    }

    /** The broker has refused messages. */
    void refused(Declared publisher, long[] ids, long nanos) {
        makesRoom(publisher, nanos);
        for (long id : ids) {
            publisher.unanswered.remove(id);
        }
    }

    private void makesRoom(Declared publisher, long nanos) {
        if (isFull(publisher)
                || publisher.unanswered.size() + frame() > plan.options().maxUnconfirmed()) {
            publisher.possibleSince = nanos; // there may have been no room for a frame
        }
    }

    /**
     * Whether a message that is confirmed is stored, or the broker takes it for an earlier one with its id or a higher
     * one, which was given up and stored nevertheless.
     */
    boolean isTakenFor(long number, LongPredicate isStored) {
        long id = idOfNumber.getOrDefault(number, Long.MAX_VALUE);
        return isStored.test(number)
                || isRefusalLost(number, isStored)
                || idOfNumber.entrySet().stream()
                        .filter(each -> each.getKey() < number && each.getValue() >= id)
                        .anyMatch(each -> isGivenUp(each.getKey()) && isStored.test(each.getKey()));
    }

    private boolean isGivenUp(long number) {
        return !confirmed.contains(number) || givenUp.contains(number);
    }

    /**
     * Whether a broker may have refused a message of a named publisher, and stored one after it, before the connection
     * was lost with both outcomes: when they are sent again, it takes the first one for a duplicate.
     */
    private boolean isRefusalLost(long number, LongPredicate isStored) {
        long id = idOfNumber.getOrDefault(number, Long.MAX_VALUE);
        return refuses
                && !plan.options().name().isEmpty()
                && sentAgain.contains(number)
                && sentAgain.stream().anyMatch(each -> idOfNumber.getOrDefault(each, 0L) > id && isStored.test(each));
    }

    /** Whether its bytes are limited, so that there may be no room although there is for the number of messages. */
    private boolean hasFewBytes() {
        return plan.options().maxUnconfirmedBytes() < PublisherOptions.DEFAULT.maxUnconfirmedBytes();
    }

    /** The most messages of a frame, for which there must be room at once: a quarter of the window, or a batch. */
    private int frame() {
        int window = plan.options().maxUnconfirmed();
        Batching batching = plan.options().batching();
        return Math.max(Math.min(1000, window / 4), batching == null ? 1 : Math.min(batching.maxMessages(), window));
    }

    /** Whether the window is full, if everything was sent. */
    private boolean isFull(Declared publisher) {
        return publisher.unanswered.size() + accepted.size() >= plan.options().maxUnconfirmed();
    }

    private String text(long number, long id) {
        return "publisher " + plan.id() + " message " + number + " id " + id;
    }
}
