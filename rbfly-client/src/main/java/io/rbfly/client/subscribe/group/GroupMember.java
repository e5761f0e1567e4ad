package io.rbfly.client.subscribe.group;

import io.rbfly.client.api.Offset;
import io.rbfly.client.api.error.BrokerException;
import io.rbfly.client.config.ClientContext;
import io.rbfly.client.connection.Connection;
import io.rbfly.client.event.Events;
import io.rbfly.client.loop.Callbacks;
import io.rbfly.client.loop.Timer;
import io.rbfly.client.subscribe.offset.OffsetStorer;
import io.rbfly.protocol.command.subscribing.ConsumerUpdate;
import io.rbfly.protocol.command.subscribing.OffsetSpec;
import io.rbfly.protocol.command.subscribing.QueryOffset;
import io.rbfly.protocol.wire.ResponseCode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * A member of a group: does what the broker requests, scale-out section 3, and answers when it is done. Used on the
 * event loop only, except for {@link #isActive}.
 *
 * <pre>
 *   WAITING -> active=1 -> STARTING -> start found, answered  -> ACTIVE
 *   ACTIVE  -> active=0 -> STOPPING -> offset stored, answered -> WAITING
 *   WAITING -> active=1, while the broker may yet receive an answer that it has stepped down -> leaves, and joins again
 *   any     -> connection lost or subscription dropped         -> WAITING, when it has joined again
 * </pre>
 */
public final class GroupMember {
    /** The time to find the start: brokers close the connection of a member that does not answer within 60 seconds. */
    private static final Duration START_LIMIT = Duration.ofSeconds(45);

    private final String stream;
    private final Membership membership;
    private final GroupReading reading;
    private final @Nullable OffsetStorer offsets;
    private final ClientContext context;
    private final ActivationStart start;
    /** The correlation ids of the requests that are not answered, in order. */
    private final List<Integer> unanswered = new ArrayList<>();

    private @Nullable Connection connection;
    /** The connection on which the broker requests, also after it has left. */
    private @Nullable Connection requesting;

    private State state = State.WAITING;
    /** Distinguishes what belongs to the current state from what comes too late. */
    private int change;

    /** Whether the broker has told it again to step down while it does. */
    private boolean toldAgain;
    /** Done unless an answer to a repeated request to step down may not have reached the broker yet. */
    private CompletableFuture<?> received = CompletableFuture.completedFuture(null);

    private boolean choosing;
    private boolean leaving;
    private @Nullable HandOver handOver;
    private CompletableFuture<Void> stopped = CompletableFuture.completedFuture(null);
    /** Read in any thread. */
    private volatile boolean active;

    private enum State {
        WAITING,
        STARTING,
        ACTIVE,
        STOPPING
    }

    /** Creates a member with the offset of the subscription, and the storer of its offsets if there is one. */
    public GroupMember(
            String stream,
            Offset offset,
            Membership membership,
            GroupReading reading,
            @Nullable OffsetStorer offsets,
            ClientContext context) {
        this.stream = stream;
        this.membership = membership;
        this.reading = reading;
        this.offsets = offsets;
        this.context = context;
        this.start = new ActivationStart(stream, offset, membership, reading, offsets, context.callbacks());
    }

    /** Whether it delivers. For use in any thread. */
    public boolean isActive() {
        return active;
    }

    /** Whether offsets may be stored: otherwise another member may have read further. */
    public boolean mayStore() {
        return state == State.ACTIVE || state == State.STOPPING;
    }

    /** It has joined, and waits to become active. */
    public void joined(Connection current) {
        connection = current;
        requesting = current;
        received = CompletableFuture.completedFuture(null); // answers were sent before the request to join
    }

    /** The broker requests a change. */
    public void updated(int correlationId, boolean activate) {
        if (connection == null) {
            answer(
                    requesting,
                    List.of(correlationId),
                    new OffsetSpec.None()); // it has left, and the broker does not know yet
        } else if (activate && leaving) {
            unanswered.add(correlationId);
        } else if (activate) {
            activate(correlationId);
        } else {
            deactivate(correlationId);
        }
    }

    private void activate(int correlationId) {
        switch (state) {
            case WAITING -> {
                unanswered.add(correlationId);
                if (received.isDone()) {
                    start();
                } else {
                    // The repeated answer may have started the delivery, at another offset.
                    reading.leave("was activated before the broker had all its answers");
                }
            }
            case STARTING -> unanswered.add(correlationId);
            case ACTIVE -> answer(requesting, List.of(correlationId), reading.position());
            case STOPPING -> {
                unanswered.add(correlationId);
                // The answer to the former request would now start the delivery.
                reading.leave("was activated while it was stepping down");
            }
        }
    }

    private void deactivate(int correlationId) {
        unanswered.add(correlationId);
        switch (state) {
            case WAITING -> {
                answerAll(new OffsetSpec.None());
                awaitReceipt(); // the broker has repeated a request that was answered meanwhile
            }
            case STARTING -> {
                change(State.WAITING);
                answerAll(new OffsetSpec.None());
            }
            case ACTIVE -> stop(membership.consumer().handOverTimeout());
            case STOPPING -> toldAgain = true; // is answered with the first one
        }
    }

    /**
     * Finds out when the broker has received a repeated answer that it has stepped down. The first one lets the broker
     * activate a member. If this is the one, an answer that arrives after that counts as the one to the activation.
     * Only the arrival of the response matters.
     */
    private void awaitReceipt() {
        if (requesting != null) {
            received = requesting.request(new QueryOffset(membership.group(), stream));
        }
    }

    private void start() {
        Connection current = connection;
        if (current == null) {
            return;
        }
        int mine = change(State.STARTING);
        Timer.Scheduled limit = context.transport().timer().schedule(START_LIMIT, () -> startIsLate(mine));
        reading.clear()
                .thenCompose(nothing -> {
                    if (mine != change) {
                        return new CompletableFuture<ActivationStart.Start>();
                    }
                    choosing = membership.consumer().offsetOnActivation() != null;
                    return start.find(current);
                })
                .whenComplete((found, error) -> {
                    limit.cancel();
                    if (mine != change) {
                        return;
                    } else if (error == null) {
                        started(current, found);
                    } else {
                        reading.failed(Callbacks.unwrap(error));
                    }
                });
    }

    private void startIsLate(int mine) {
        if (mine != change) {
            return;
        } else if (choosing) {
            reading.failed(ActivationStart.failed(
                    stream, new TimeoutException("no offset within " + START_LIMIT.toSeconds() + " s")));
        } else {
            reading.leave("is still processing a message of before");
        }
    }

    private void started(Connection current, ActivationStart.Start found) {
        change(State.ACTIVE);
        active = true;
        answerAll(found.spec());
        if (offsets != null) {
            offsets.activated(current, found.after(), found.stored());
        }
        context.settings().listener().accept(new Events.SubscriptionActivated(stream, membership.group()));
        reading.proceed(current, first -> {
            if (found.moves() && offsets != null && first != 0) {
                offsets.skipTo(first - 1);
            }
        });
    }

    private void stop(Duration limit) {
        int mine = change(State.STOPPING);
        active = false;
        toldAgain = false;
        HandOver leaving =
                new HandOver(stream, reading, offsets, context.transport().timer());
        handOver = leaving;
        stopped = new CompletableFuture<>();
        leaving.begin().whenComplete((nothing, error) -> {
            if (mine != change) {
                return;
            } else if (error == null) {
                stopped();
            } else {
                notStored(Callbacks.unwrap(error));
            }
        });
        leaving.limit(limit);
    }

    /** The next member starts after an earlier offset if the broker refused to store. */
    private void notStored(Throwable error) {
        if (error instanceof BrokerException) {
            stopped();
        } else {
            reading.failed(error);
        }
    }

    private void stopped() {
        ended();
        answerAll(new OffsetSpec.None());
        if (toldAgain) {
            awaitReceipt();
        }
        stopped.complete(null);
    }

    /** It is not active any more. */
    private void ended() {
        change(State.WAITING);
        active = false;
        handOver = null;
        if (offsets != null) {
            offsets.deactivated();
        }
        reading.ended();
        context.settings().listener().accept(new Events.SubscriptionDeactivated(stream, membership.group()));
    }

    /**
     * Leaves on behalf of the application.
     *
     * @param limit how long to wait for the message that is being processed; null for as long as at any hand-over
     * @return completes when another member may continue
     */
    public CompletableFuture<Void> leave(@Nullable Duration limit) {
        Duration bound = limit == null ? membership.consumer().handOverTimeout() : limit;
        leaving = true;
        if (state == State.STARTING) {
            change(State.WAITING);
        } else if (state == State.ACTIVE) {
            stop(bound);
        }
        HandOver current = handOver; // which is forgotten as soon as it is done
        if (current != null) {
            current.leave();
            current.limit(bound);
        }
        return stopped;
    }

    /**
     * The connection is lost, or the broker has dropped the subscription, or it has ended. Leaving counts as an answer,
     * but a request that stays unanswered costs the connection. It is answered after the request to leave, since before
     * that the answer would start the delivery.
     */
    public void lost() {
        connection = null;
        if (!unanswered.isEmpty()) {
            Connection former = requesting;
            List<Integer> all = List.copyOf(unanswered);
            unanswered.clear();
            context.transport().loop().execute(() -> answer(former, all, new OffsetSpec.None()));
        }
        if (state == State.ACTIVE) {
            reading.stop();
        }
        if (mayStore()) {
            ended();
        }
        change(State.WAITING);
        stopped.complete(null);
    }

    private int change(State next) {
        state = next;
        choosing = false;
        return ++change;
    }

    private void answerAll(OffsetSpec spec) {
        List<Integer> all = List.copyOf(unanswered);
        unanswered.clear();
        answer(requesting, all, spec);
    }

    private static void answer(@Nullable Connection to, List<Integer> correlationIds, OffsetSpec spec) {
        if (to != null && !to.closed().isDone()) {
            correlationIds.forEach(id -> to.respond(id, new ConsumerUpdate.Reply(ResponseCode.OK, spec)));
        }
    }
}
