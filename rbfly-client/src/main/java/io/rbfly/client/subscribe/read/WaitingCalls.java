package io.rbfly.client.subscribe.read;

import io.rbfly.client.api.Message;
import io.rbfly.client.api.error.StreamException;
import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** The calls of {@code next()} that wait for a message, in order. Used in the subscription's serial executor only. */
final class WaitingCalls {
    private static final int FIRST_PURGE = 64;

    private final ArrayDeque<CompletableFuture<Message>> waiting = new ArrayDeque<>();
    private int purgeAt = FIRST_PURGE;

    /** Adds a call. */
    void add(CompletableFuture<Message> call) {
        if (waiting.size() >= purgeAt) { // repeated calls with a timeout must not accumulate futures
            waiting.removeIf(CompletableFuture::isDone);
            purgeAt = Math.max(FIRST_PURGE, 2 * waiting.size());
        }
        waiting.add(call);
    }

    /** Whether no call waits: those that were cancelled or have timed out do not. */
    boolean isEmpty() {
        while (!waiting.isEmpty() && waiting.peek().isDone()) {
            waiting.poll();
        }
        return waiting.isEmpty();
    }

    /** Completes the first call that waits, with a failure if there is one; false if there is no such call. */
    boolean complete(Message message, @Nullable StreamException failure) {
        for (CompletableFuture<Message> call = waiting.poll(); call != null; call = waiting.poll()) {
            if (failure == null ? call.complete(message) : call.completeExceptionally(failure)) {
                return true;
            }
        }
        return false;
    }

    /** Fails all calls. */
    void failAll(StreamException cause) {
        List<CompletableFuture<Message>> left = List.copyOf(waiting);
        waiting.clear();
        left.forEach(call -> call.completeExceptionally(cause));
    }
}
