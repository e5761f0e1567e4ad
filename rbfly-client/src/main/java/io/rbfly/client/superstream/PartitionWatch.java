package io.rbfly.client.superstream;

import io.rbfly.client.api.error.BrokerException;
import io.rbfly.client.api.error.ClosedException;
import io.rbfly.client.api.error.StreamException;
import io.rbfly.client.cluster.ClusterConnections;
import io.rbfly.client.config.ClientContext;
import io.rbfly.client.event.Events;
import io.rbfly.client.loop.Callbacks;
import io.rbfly.client.loop.Timer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Notices that partitions of a super stream were added or removed: brokers do not tell, so they are asked from time to
 * time. Used on the event loop only.
 */
public final class PartitionWatch {
    private static final System.Logger LOG = System.getLogger(PartitionWatch.class.getName());

    private final String superStream;
    private final String who;
    private final SuperStreamQueries queries;
    private final ClientContext context;
    private final Timer timer;
    private final Duration interval;
    private final Listener listener;
    private List<String> partitions = List.of();
    private Timer.@Nullable Scheduled scheduled;
    private boolean asking;
    /** Completes with the next answer. */
    private CompletableFuture<Void> answered = new CompletableFuture<>();
    /** Completes with the answer after the next one, for which another query is needed; null if it is not. */
    private @Nullable CompletableFuture<Void> askAgain;

    private boolean stopped;

    /** Receives the changes, on the event loop. */
    public interface Listener {
        /** The partitions are others, of which there may be none. */
        void changed(List<String> partitions);

        /** The super stream was deleted. */
        void deleted(BrokerException cause);
    }

    /**
     * Creates a watch.
     *
     * @param who needs it, for the event that is reported
     */
    public PartitionWatch(
            String superStream, String who, ClusterConnections connections, ClientContext context, Listener listener) {
        this.superStream = superStream;
        this.who = who;
        this.queries = new SuperStreamQueries(connections, () -> !stopped);
        this.context = context;
        this.timer = context.transport().timer();
        this.interval = context.settings().partitionInterval();
        this.listener = listener;
    }

    /** Queries the partitions, and watches them from then on; the future fails if there are none. */
    public CompletableFuture<List<String>> start() {
        return queries.require(superStream).thenApply(found -> {
            partitions = found;
            askLater(interval);
            return found;
        });
    }

    /** The partitions as they were found last. */
    public List<String> partitions() {
        return partitions;
    }

    /**
     * Queries the partitions now: there are signs of a change.
     *
     * @return completes when they are known and the listener has been called, exceptionally if there was no answer or
     *     this was stopped
     */
    public CompletableFuture<Void> ask() {
        if (stopped) {
            return CompletableFuture.failedFuture(stoppedException());
        } else if (asking) {
            if (askAgain == null) {
                askAgain = new CompletableFuture<>(); // a broker may have answered before the change
            }
            return askAgain;
        }
        CompletableFuture<Void> answer = new CompletableFuture<>();
        answered = answer;
        asking = true;
        cancel();
        queries.find(superStream).whenComplete((found, error) -> {
            asking = false;
            if (stopped) {
                return;
            } else if (error == null) {
                askLater(interval);
                found(found);
                answer.complete(null);
            } else {
                failed(Callbacks.unwrap(error));
                answer.completeExceptionally(Callbacks.unwrap(error));
            }
            CompletableFuture<Void> next = askAgain;
            askAgain = null;
            if (next != null) {
                ask().whenComplete((nothing, failure) -> {
                    if (failure == null) {
                        next.complete(null);
                    } else {
                        next.completeExceptionally(failure);
                    }
                });
            }
        });
        return answer;
    }

    private void found(Optional<List<String>> found) {
        if (found.isEmpty()) {
            stop();
            listener.deleted(SuperStreamQueries.missing(superStream));
        } else if (!found.get().equals(partitions)) {
            List<String> before = partitions;
            partitions = found.get();
            listener.changed(partitions); // first, so that who sees the event sees its effect
            context.settings()
                    .listener()
                    .accept(new Events.PartitionsChanged(
                            superStream, who, partitions, without(partitions, before), without(before, partitions)));
        }
    }

    private static List<String> without(List<String> all, List<String> others) {
        return all.stream().filter(each -> !others.contains(each)).toList();
    }

    /** No answer: asks again after the interval, or after the pause that precedes a reconnect if there is none. */
    private void failed(Throwable error) {
        if (error instanceof StreamException) {
            LOG.log(System.Logger.Level.DEBUG, "{0}: partitions unknown: {1}", who, error.getMessage());
        } else {
            LOG.log(System.Logger.Level.WARNING, who + ": partitions unknown", error);
        }
        askLater(context.settings().longestBackoff());
    }

    private void askLater(Duration pause) {
        cancel();
        if (!stopped && !pause.isZero()) {
            scheduled = timer.schedule(pause, () -> ask());
        }
    }

    private void cancel() {
        if (scheduled != null) {
            scheduled.cancel();
            scheduled = null;
        }
    }

    /** Ends. */
    public void stop() {
        stopped = true;
        cancel();
        answered.completeExceptionally(stoppedException());
        if (askAgain != null) {
            askAgain.completeExceptionally(stoppedException());
        }
    }

    private ClosedException stoppedException() {
        return new ClosedException(who + " is closed");
    }
}
