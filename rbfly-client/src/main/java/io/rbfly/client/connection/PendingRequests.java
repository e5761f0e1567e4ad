package io.rbfly.client.connection;

import io.rbfly.client.api.error.RequestTimeoutException;
import io.rbfly.client.loop.Timer;
import io.rbfly.protocol.command.Request;
import io.rbfly.protocol.command.Response;
import io.rbfly.protocol.wire.CommandKey;
import io.rbfly.protocol.wire.ProtocolException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Requests that await their responses. Used on the event loop only.
 *
 * <p>The timeout counts from when the bytes of a request have left the channel. Before that the broker cannot answer:
 * on a slow link, a request may follow a window of messages that takes longer than the timeout. As long as bytes leave,
 * it waits for its turn. And a broker answers, or even reads the request, only after the chunks that it is sending: as
 * long as these arrive, it waits, too.
 */
final class PendingRequests {
    /** The parts of a timeout, in the last of which bytes must arrive for a request to wait longer. */
    private static final int PARTS = 5;

    private final Timer timer;
    private final Duration timeout;
    private final Supplier<WriteProgress> progress;
    private final ReadProgress arrivals;
    private final Map<Integer, Pending<?>> pending = new HashMap<>();
    private int lastCorrelationId;
    /** The request that was answered last: a broker answers in order, so that those before it remain without answer. */
    private int lastAnswered;

    /** Creates it with a function that returns how far the bytes of the channel have left, and with what arrives. */
    PendingRequests(Timer timer, Duration timeout, Supplier<WriteProgress> progress, ReadProgress arrivals) {
        this.timer = timer;
        this.timeout = timeout;
        this.progress = progress;
        this.arrivals = arrivals;
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
        Pending<R> waiting = new Pending<>(
                request, RequestDuration.limit(timeout, request), progress.get(), arrivals.asked(), timer.nanoTime());
        pending.put(correlationId, waiting);
        waiting.deadline = schedule(correlationId, waiting.limit.minus(waiting.lately()));
        return waiting.future;
    }

    private Timer.Scheduled schedule(int correlationId, Duration time) {
        return timer.schedule(time, () -> check(correlationId));
    }

    /** The bytes of a request have left the channel. */
    void written(int correlationId) {
        Pending<?> waiting = pending.get(correlationId);
        if (waiting != null) {
            waiting.written = true;
            waiting.sinceNanos = timer.nanoTime();
        }
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
            lastAnswered = correlationId;
            waiting.cancelDeadline();
            waiting.complete(response);
        }
    }

    /** Fails all requests, for example because the connection is lost. */
    void failAll(Throwable cause) {
        List<Pending<?>> all = List.copyOf(pending.values());
        pending.clear();
        all.forEach(waiting -> {
            waiting.cancelDeadline();
            waiting.future.completeExceptionally(cause);
        });
    }

    private void check(int correlationId) {
        Pending<?> waiting = pending.get(correlationId);
        if (waiting == null) {
            return;
        }
        if (!waiting.written && waiting.isPatient() && waiting.hasAdvanced(progress.get())) {
            waiting.sinceNanos = timer.nanoTime();
        }
        Duration left = waiting.limit.minusNanos(timer.nanoTime() - waiting.sinceNanos);
        Duration lately = waiting.lately();
        if (left.compareTo(lately) > 0) {
            waiting.deadline = schedule(correlationId, left.minus(lately));
            return;
        } else if (left.compareTo(Duration.ZERO) > 0) {
            waiting.bytesRead = arrivals.bytes();
            waiting.deadline = schedule(correlationId, left);
            return;
        } else if (waiting.isPatient()
                && correlationId - lastAnswered > 0
                && arrivals.isBusy(waiting.asked, waiting.bytesRead)) {
            waiting.bytesRead = arrivals.bytes();
            waiting.deadline = schedule(correlationId, lately);
            return;
        }
        pending.remove(correlationId);
        waiting.future.completeExceptionally(new RequestTimeoutException(
                "no answer to " + waiting.request.key() + " within " + waiting.limit.toMillis() + " ms"));
    }

    private static final class Pending<R extends Response> {
        final Request<R> request;
        final Duration limit;
        final CompletableFuture<R> future = new CompletableFuture<>();
        /** The chunks that were asked for before it. */
        final long[] asked;

        WriteProgress progress;
        boolean written;
        /** The bytes that had arrived when {@link #lately} began. */
        long bytesRead;
        /** When its bytes had left; before that, when bytes before it had left. */
        long sinceNanos;

        Timer.@Nullable Scheduled deadline;

        Pending(Request<R> request, Duration limit, WriteProgress progress, long[] asked, long sinceNanos) {
            this.request = request;
            this.limit = limit;
            this.progress = progress;
            this.asked = asked;
            this.sinceNanos = sinceNanos;
        }

        /** Whether it waits for its turn: closing a connection has a limit, whatever was written before. */
        boolean isPatient() {
            return request.key() != CommandKey.CLOSE;
        }

        /** The time in which enough bytes must arrive for it to wait longer. */
        Duration lately() {
            return limit.dividedBy(PARTS);
        }

        boolean hasAdvanced(WriteProgress now) {
            boolean advanced = !now.equals(progress);
            progress = now;
            return advanced;
        }

        void cancelDeadline() {
            if (deadline != null) {
                deadline.cancel();
            }
        }

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
