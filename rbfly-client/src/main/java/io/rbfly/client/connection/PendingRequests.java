package io.rbfly.client.connection;

import io.rbfly.client.api.error.RequestTimeoutException;
import io.rbfly.client.loop.Timer;
import io.rbfly.protocol.command.Request;
import io.rbfly.protocol.command.Response;
import io.rbfly.protocol.wire.ProtocolException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** Requests that await their responses. Used on the event loop only. */
final class PendingRequests {
    private final Timer timer;
    private final Duration timeout;
    private final Map<Integer, Pending<?>> pending = new HashMap<>();
    private int lastCorrelationId;

    PendingRequests(Timer timer, Duration timeout) {
        this.timer = timer;
        this.timeout = timeout;
    }

    /** Whether there is none. */
    boolean isEmpty() {
        return pending.isEmpty();
    }

    /** Returns the correlation id of the next request. */
    int nextCorrelationId() {
        lastCorrelationId = lastCorrelationId == Integer.MAX_VALUE ? 1 : lastCorrelationId + 1;
        return lastCorrelationId;
    }

    /** Adds a request that is about to be written. */
    <R extends Response> CompletableFuture<R> add(int correlationId, Request<R> request) {
        Duration limit = timeout.plus(RequestDuration.beyondUsual(request));
        Timer.Scheduled deadline = timer.schedule(limit, () -> timedOut(correlationId, limit));
        Pending<R> waiting = new Pending<>(request, new CompletableFuture<>(), deadline);
        pending.put(correlationId, waiting);
        return waiting.future;
    }

    /**
     * Completes the request for a response. A response without a pending request arrived too late and is ignored.
     *
     * @throws ProtocolException if it is the response to another request
     */
    void complete(int correlationId, Response response) {
        Pending<?> waiting = pending.get(correlationId);
        if (waiting != null) {
            waiting.check(response);
            pending.remove(correlationId);
            waiting.deadline.cancel();
            waiting.complete(response);
        }
    }

    /** Fails all requests, for example because the connection is lost. */
    void failAll(Throwable cause) {
        List<Pending<?>> all = List.copyOf(pending.values());
        pending.clear();
        all.forEach(waiting -> {
            waiting.deadline.cancel();
            waiting.future.completeExceptionally(cause);
        });
    }

    private void timedOut(int correlationId, Duration limit) {
        Pending<?> waiting = pending.remove(correlationId);
        if (waiting != null) {
            waiting.future.completeExceptionally(new RequestTimeoutException(
                    "no answer to " + waiting.request.key() + " within " + limit.toMillis() + " ms"));
        }
    }

    private record Pending<R extends Response>(
            Request<R> request, CompletableFuture<R> future, Timer.Scheduled deadline) {
        void check(Response response) {
            if (!request.responseType().isInstance(response) || response.key() != request.key()) {
                throw new ProtocolException("response " + response.key() + " to request " + request.key()
                        + " (expected: the response to that request)");
            }
        }

        void complete(Response response) {
            future.complete(request.responseType().cast(response));
        }
    }
}
