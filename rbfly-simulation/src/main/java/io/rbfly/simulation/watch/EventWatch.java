package io.rbfly.simulation.watch;

import io.rbfly.client.api.error.BrokerException;
import io.rbfly.client.api.error.ErrorCode;
import io.rbfly.client.api.event.ClientEvent;
import io.rbfly.simulation.model.Findings;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Checks what a client reports to its listener: what happens has a reason, and pauses grow from a short one. */
public final class EventWatch {
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);
    /** A pause lasts half of its length at least, and can be joined until half of that is over. */
    private static final int PAUSE_DIVISOR = 4;

    /** What ends a connection only if the client has a defect. */
    private static final String DEFECT = "error inside the client";

    /** What ends a connection only if the client or the broker has a defect, or something else was received. */
    private static final List<String> MALFORMED = List.of("malformed bytes", "frame too large", "unknown frame");

    /** A balancer has not led to the node that is needed, as often as the client tries: bad luck, and no fault. */
    private static final String LED_ELSEWHERE = ": 20 connections to balancer:5552 led to ";

    /**
     * The answers of a member of a group and the next request of the broker have crossed, which needs no fault: members
     * that come while another one steps down are enough.
     */
    private static final String CROSSED =
            ", which leaves its group for a while since it was activated before the broker had all its answers";

    private final ClientWatch client;
    private final Findings findings;
    private final boolean slow;
    private long firstFaultNanos;

    /** Since when what was interrupted once has been resumed. */
    private final Map<String, Long> resumed = new HashMap<>();
    /** The attempts that were told last. */
    private final Map<String, Integer> attempts = new HashMap<>();
    /** What was interrupted after a time in which it worked. */
    private final Set<String> interrupted = new HashSet<>();

    /**
     * Creates a watch.
     *
     * @param slow whether the network is slow. A broker whose bytes do not leave does not read, either; so it may miss
     *     heartbeats, and end the connection.
     * @param firstFaultNanos when the first fault begins
     */
    public EventWatch(ClientWatch client, boolean slow, long firstFaultNanos) {
        this.slow = slow;
        this.client = client;
        this.findings = client.findings();
        this.firstFaultNanos = firstFaultNanos;
    }

    /** Takes an event of the client. */
    public void event(ClientEvent event) {
        if (event instanceof ClientEvent.ConnectionClosed closed && closed.cause() != null) {
            String reason = String.valueOf(closed.cause().getMessage());
            if (slow && closed.byPeer()) {
                firstFaultNanos = 0;
            }
            if (closed.byPeer()) {
                client.connectionLost();
            }
            client.requests.closed(closed, client.nanoTime(), findings);
            findings.check(
                    !reason.contains(DEFECT)
                            && (client.receivesGarbage() || MALFORMED.stream().noneMatch(reason::contains)),
                    "no connection ends with a defect",
                    () -> reason);
            disturbed(event);
        } else if (event instanceof ClientEvent.PublisherInterrupted publisher) {
            disturbed(event);
            boolean dropped = publisher.cause() instanceof BrokerException;
            findings.check(
                    !dropped || client.isUnavailable(publisher.stream()),
                    "a publisher is dropped with its stream only",
                    () -> event.toString());
            interrupted(client.onlyPublisher(publisher.stream()));
        } else if (event instanceof ClientEvent.SubscriptionInterrupted subscription) {
            if (!String.valueOf(subscription.cause().getMessage()).contains(CROSSED)) {
                disturbed(event);
            }
            interrupted(client.onlySubscription(subscription.stream()));
        } else if (event instanceof ClientEvent.SubscriptionRestarted subscription) {
            client.restarted(subscription.stream());
        } else if (event instanceof ClientEvent.PublisherResumed publisher) {
            resumed(client.onlyPublisher(publisher.stream()));
        } else if (event instanceof ClientEvent.SubscriptionResumed subscription) {
            resumed(client.onlySubscription(subscription.stream()));
        } else if (event instanceof ClientEvent.ReconnectFailed failed) {
            if (!mayFailAtAnyTime(failed)) {
                disturbed(event);
            }
            pause(failed);
        }
    }

    private boolean mayFailAtAnyTime(ClientEvent.ReconnectFailed failed) {
        return failed.cause() instanceof BrokerException refusal
                ? client.opensNamesTwice() && refusal.code() == ErrorCode.PRECONDITION_FAILED
                : String.valueOf(failed.cause().getMessage()).contains(LED_ELSEWHERE);
    }

    private void disturbed(ClientEvent event) {
        findings.check(
                client.isClosing() || client.nanoTime() >= firstFaultNanos,
                "nothing fails before the first fault",
                () -> event.toString());
    }

    private void interrupted(@Nullable String what) {
        if (what != null) {
            Long since = resumed.remove(what);
            if (since != null && client.nanoTime() - since >= FIRST_PAUSE.toNanos()) {
                interrupted.add(what);
            } else {
                interrupted.remove(what);
            }
        }
    }

    private void resumed(@Nullable String what) {
        if (what != null) {
            resumed.put(what, client.nanoTime());
        }
    }

    private void pause(ClientEvent.ReconnectFailed failed) {
        resumed.remove(failed.what()); // another publisher of the same stream may have told it, and be closed
        findings.check(
                failed.pause().compareTo(FIRST_PAUSE.dividedBy(PAUSE_DIVISOR)) >= 0
                        && failed.pause().compareTo(LONGEST_PAUSE) <= 0,
                "a client pauses before it tries again",
                () -> failed.toString());
        // It may be closed, and another one be dropped when it is opened: that is an attempt which is not told.
        int before = Objects.requireNonNullElse(attempts.put(failed.what(), failed.attempts()), 0);
        findings.check(
                !interrupted.remove(failed.what()) || failed.attempts() == 1 || failed.attempts() != before + 1,
                "attempts are counted anew after a time in which all is well",
                () -> failed.toString());
    }
}
