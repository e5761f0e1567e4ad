package io.rbfly.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.rbfly.client.api.AsyncCloseable;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class AsyncTest {
    /** A resource whose closing is completed by the test. */
    private static final class Resource implements AsyncCloseable {
        private final CompletableFuture<Void> closed = new CompletableFuture<>();
        private int closings;

        @Override
        public CompletableFuture<Void> close() {
            closings++;
            return closed;
        }
    }

    private final Resource resource = new Resource();
    private final IllegalStateException failure = new IllegalStateException("expected");

    private static Throwable error(CompletableFuture<?> future) {
        assertThat(future).isCompletedExceptionally();
        return future.handle((value, error) -> error).join();
    }

    @Test
    void gatherGivesResultsInTheOrderOfTheArguments() {
        CompletableFuture<Integer> first = new CompletableFuture<>();
        CompletableFuture<Integer> second = new CompletableFuture<>();
        CompletableFuture<List<Integer>> both = Async.gather(List.of(first, second));
        second.complete(2);
        assertThat(both).isNotDone();
        first.complete(1);

        assertThat(both).isCompletedWithValue(List.of(1, 2));
    }

    @Test
    void gatherOfNothingIsComplete() {
        assertThat(Async.gather()).isCompletedWithValue(List.of());
    }

    @Test
    void gatherKeepsNullResults() {
        assertThat(Async.gather(CompletableFuture.completedFuture(null)).join()).containsExactly((Object) null);
    }

    @Test
    void theFirstFailureIsTheOutcomeUnwrappedAndCancelsTheOthers() {
        CompletableFuture<Integer> failing = new CompletableFuture<>();
        CompletableFuture<Integer> waiting = new CompletableFuture<>();
        CompletableFuture<Integer> done = CompletableFuture.completedFuture(1);
        CompletableFuture<List<Integer>> all = Async.gather(List.of(done, waiting, failing.thenApply(value -> value)));

        failing.completeExceptionally(failure);

        assertThat(error(all)).isSameAs(failure);
        assertThat(waiting).isCancelled();
    }

    @Test
    void cancellingGatherCancelsAll() {
        CompletableFuture<Integer> first = new CompletableFuture<>();
        CompletableFuture<Integer> second = new CompletableFuture<>();

        Async.gather(first, second).cancel(true);

        assertThat(first).isCancelled();
        assertThat(second).isCancelled();
    }

    @Test
    void usingCompletesAfterTheResourceIsClosed() {
        CompletableFuture<String> result = Async.using(resource, r -> CompletableFuture.completedFuture("done"));
        assertThat(result).isNotDone();
        resource.closed.complete(null);

        assertThat(result).isCompletedWithValue("done");
        assertThat(resource.closings).isEqualTo(1);
    }

    @Test
    void usingClosesWhenTheBodyFailsOrThrows() {
        resource.closed.complete(null);

        assertThat(error(Async.using(resource, r -> CompletableFuture.failedFuture(failure))))
                .isSameAs(failure);
        assertThat(error(Async.using(resource, r -> {
                    throw failure;
                })))
                .isSameAs(failure);
        assertThat(error(Async.using(resource, r -> null))).isInstanceOf(NullPointerException.class);
        assertThat(resource.closings).isEqualTo(3);
    }

    @Test
    void aFailureToCloseIsTheOutcomeOnlyOfABodyThatSucceeded() {
        resource.closed.completeExceptionally(new IllegalArgumentException("closing"));

        assertThat(error(Async.using(resource, r -> CompletableFuture.completedFuture(1))))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(error(Async.using(resource, r -> CompletableFuture.failedFuture(failure))))
                .isSameAs(failure);
    }

    @Test
    void aResourceThatThrowsWhenClosedDoesNotLeaveTheResultOpen() {
        CompletableFuture<Integer> result = Async.using(
                () -> {
                    throw failure;
                },
                r -> CompletableFuture.completedFuture(1));

        assertThat(error(result)).isSameAs(failure);
    }

    @Test
    void cancellingTheResultCancelsTheBodyAndCloses() {
        CompletableFuture<Integer> body = new CompletableFuture<>();

        Async.using(resource, r -> body).cancel(true);

        assertThat(body).isCancelled();
        assertThat(resource.closings).isEqualTo(1);
    }

    @Test
    void usingWaitsForAResourceThatIsBeingMade() {
        CompletableFuture<Resource> making = new CompletableFuture<>();
        CompletableFuture<String> result = Async.using(making, r -> CompletableFuture.completedFuture("done"));
        making.complete(resource);
        resource.closed.complete(null);

        assertThat(result).isCompletedWithValue("done");
    }

    @Test
    void theFailureOfABodyIsNotWrappedWhenTheResourceWasBeingMade() {
        resource.closed.complete(null);
        CompletableFuture<String> result =
                Async.using(CompletableFuture.completedFuture(resource), r -> CompletableFuture.failedFuture(failure));

        assertThat(error(result)).isSameAs(failure);
    }

    @Test
    void cancellingTheResultClosesAResourceThatHadBeenMade() {
        CompletableFuture<Integer> body = new CompletableFuture<>();
        CompletableFuture<Integer> result = Async.using(CompletableFuture.completedFuture(resource), r -> body);

        result.cancel(true);

        assertThat(error(result)).isInstanceOf(CancellationException.class);
        assertThat(resource.closings).isEqualTo(1);
        assertThat(body).isCancelled();
    }

    @Test
    void aResourceThatIsMadeAfterTheResultWasCancelledIsClosed() {
        CompletableFuture<Resource> making = new CompletableFuture<>();
        Async.using(making, r -> new CompletableFuture<Integer>()).cancel(true);

        making.complete(resource);

        assertThat(resource.closings).isEqualTo(1);
    }
}
