package io.rbfly.demo.groups;

import static com.ea.async.Async.await;
import static io.rbfly.client.Async.gather;
import static java.util.concurrent.CompletableFuture.anyOf;
import static java.util.concurrent.CompletableFuture.completedFuture;

import io.rbfly.client.StreamsClient;
import io.rbfly.client.StreamsClientBuilder;
import io.rbfly.client.api.stream.SuperStreamOptions;
import io.rbfly.demo.console.Console;
import io.rbfly.demo.console.LogFilter;
import io.rbfly.demo.groups.Schedule.Change;
import io.rbfly.demo.groups.Schedule.Step;
import io.rbfly.demo.process.ErrorLine;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The second programme itself: publishes, lets consumers come and go, and waits until everything is processed. No
 * thread waits in it: see {@code Demo}.
 */
final class GroupsDemo {
    /** Repeated messages would arrive within this time after the last one. */
    private static final Duration PAUSE = Duration.ofSeconds(1);
    /** The time without a message after which the rest is no longer awaited. */
    private static final Duration GIVE_UP = Duration.ofSeconds(90);
    /** How long leaving and deleting may each wait for a broker to become available again. */
    private static final Duration CLEAN_UP = Duration.ofSeconds(30);

    private static final Duration CLEAN_UP_WHEN_STOPPED = Duration.ofSeconds(5);

    private final GroupsOptions options;
    private final Supplier<StreamsClientBuilder> settings;
    private final Observer observer;
    private final ProcessedCheck check;
    private final LogFilter log;
    private final Console console;
    private final Map<String, Member> members = new ConcurrentHashMap<>();
    private final List<CompletableFuture<Void>> dying = new ArrayList<>();
    private final CompletableFuture<Void> failure = new CompletableFuture<>();
    private final CompletableFuture<Void> stop = new CompletableFuture<>();
    /** Completes when nothing new may begin any more. */
    private final CompletableFuture<Void> over = new CompletableFuture<>();

    /** Creates it with the settings of each client. */
    GroupsDemo(
            GroupsOptions options,
            Supplier<StreamsClientBuilder> settings,
            Observer observer,
            ProcessedCheck check,
            LogFilter log,
            Console console) {
        this.options = options;
        this.settings = settings;
        this.observer = observer;
        this.check = check;
        this.log = log;
        this.console = console;
    }

    /** Requests the end of the demo, which then deletes the super stream. Thread safe. */
    void stop() {
        console.print("stopping");
        over.complete(null);
        stop.complete(null);
    }

    boolean isStopped() {
        return stop.isDone();
    }

    CompletableFuture<Void> demo(StreamsClient client) {
        String superStream = options.superStream();
        if (await(untilStopped(client.superStreamExists(superStream)))) {
            throw new IllegalStateException(
                    "super stream " + superStream + " exists: choose another name with --stream");
        }
        // From here on it is the demo's, even if this is interrupted. If it fails, there is nothing to delete.
        await(client.createSuperStream(superStream, SuperStreamOptions.partitions(options.partitions)));
        console.print("super stream %s of %d partitions is created", superStream, options.partitions);
        try {
            await(untilStopped(run(client)));
        } finally {
            over.complete(null);
            observer.end();
            await(membersLeave());
            await(deleteSuperStream(client));
        }
        return completedFuture(null);
    }

    private CompletableFuture<Void> run(StreamsClient client) {
        CompletableFuture<Integer> publishing = new Publishing(options, over).publish(client);
        CompletableFuture<List<Object>> schedule = gather(publishing, changes(client));
        await(anyOf(schedule, failure));
        observer.allPublished(publishing.join());
        await(allProcessed(client));
        return completedFuture(null);
    }

    /** Lets the consumers come and go. */
    private CompletableFuture<Void> changes(StreamsClient client) {
        long began = System.nanoTime();
        for (Step step : Schedule.steps()) {
            long passed = System.nanoTime() - began;
            long left = step.after(options.duration()).toNanos() - passed;
            await(client.delay(Duration.ofNanos(Math.max(0, left))));
            if (over.isDone()) {
                break;
            }
            await(change(step.member, step.change));
        }
        return completedFuture(null);
    }

    private CompletableFuture<Void> change(String name, Change change) {
        if (change == Change.JOINS || change == Change.COMES_BACK) {
            Member member = new Member(name, options, settings.get(), observer, log);
            members.put(name, member);
            member.failure().whenComplete((nothing, error) -> failure.completeExceptionally(error));
            return member.join(change);
        }
        Member member = members.remove(name);
        if (member == null) {
            throw new IllegalStateException("no member " + name);
        } else if (change == Change.LEAVES) {
            return member.leave();
        }
        // Not awaited: what remains of it takes no part any more.
        dying.add(member.kill());
        return completedFuture(null);
    }

    private CompletableFuture<Void> allProcessed(StreamsClient client) {
        long before = -1;
        while (!check.all().isDone() && check.processed() != before) {
            before = check.processed();
            await(anyOf(failure, check.all(), client.delay(GIVE_UP)));
        }
        return client.delay(PAUSE);
    }

    /** Cancels the work when the demo is requested to stop. */
    private <T> CompletableFuture<T> untilStopped(CompletableFuture<T> work) {
        stop.thenRun(() -> work.cancel(false));
        return work;
    }

    private CompletableFuture<Void> membersLeave() {
        List<CompletableFuture<Void>> leaving = new ArrayList<>(dying);
        members.values().forEach(member -> leaving.add(member.close()));
        return tried(
                "the consumers could not leave", CompletableFuture.allOf(leaving.toArray(CompletableFuture[]::new)));
    }

    private CompletableFuture<Void> deleteSuperStream(StreamsClient client) {
        String superStream = options.superStream();
        return tried("super stream " + superStream + " could not be deleted", client.deleteSuperStream(superStream));
    }

    /** A failure is told and ignored, since the reason for the end of the demo is more important. */
    private CompletableFuture<@Nullable Void> tried(String otherwise, CompletableFuture<Void> work) {
        Duration patience = stop.isDone() ? CLEAN_UP_WHEN_STOPPED : CLEAN_UP;
        return work.orTimeout(patience.toMillis(), TimeUnit.MILLISECONDS).exceptionally(e -> {
            console.print("%s: %s", otherwise, ErrorLine.reason(e));
            return null;
        });
    }
}
