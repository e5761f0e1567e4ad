package io.rbfly.client.connection;

import io.rbfly.client.api.error.ClosedException;
import io.rbfly.protocol.command.Request;
import io.rbfly.protocol.command.Response;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/**
 * Queries that are sent once for all callers that send the same query in one iteration of the event loop. A query is
 * sent in the next iteration, so its response is not older than any caller's request before it. Used on the event loop
 * only.
 */
final class CoalescedRequests {
    private final Connection connection;
    private final Executor loop;
    /** Queries that are not sent yet. */
    private final Map<Request<?>, CompletableFuture<Response>> unsent = new HashMap<>();

    CoalescedRequests(Connection connection, Executor loop) {
        this.connection = connection;
        this.loop = loop;
    }

    /** Whether every query was sent. */
    boolean isEmpty() {
        return unsent.isEmpty();
    }

    <R extends Response> CompletableFuture<R> ask(Request<R> question) {
        CompletableFuture<Response> answer = unsent.get(question);
        if (answer == null) {
            answer = new CompletableFuture<>();
            unsent.put(question, answer);
            try {
                loop.execute(() -> send(question));
            } catch (RejectedExecutionException e) { // the event loop has ended, with the client
                unsent.remove(question);
                answer.completeExceptionally(new ClosedException("client is closed"));
            }
        }
        return answer.thenApply(question.responseType()::cast);
    }

    private void send(Request<?> question) {
        CompletableFuture<Response> answer = unsent.remove(question);
        if (answer != null) {
            connection.request(question).whenComplete((response, error) -> {
                if (error == null) {
                    answer.complete(response);
                } else {
                    answer.completeExceptionally(error);
                }
            });
        }
    }
}
