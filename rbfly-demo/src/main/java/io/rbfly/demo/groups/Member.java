package io.rbfly.demo.groups;

import static com.ea.async.Async.await;
import static java.util.concurrent.CompletableFuture.completedFuture;

import io.rbfly.client.StreamsClient;
import io.rbfly.client.StreamsClientBuilder;
import io.rbfly.client.api.Offset;
import io.rbfly.client.api.OffsetStoring;
import io.rbfly.client.api.SingleActiveConsumer;
import io.rbfly.client.api.Subscription;
import io.rbfly.client.api.SubscriptionOptions;
import io.rbfly.client.api.event.ClientEvent;
import io.rbfly.client.api.event.ClientEvent.SubscriptionActivated;
import io.rbfly.client.api.event.ClientEvent.SubscriptionDeactivated;
import io.rbfly.client.api.event.ClientEvent.SubscriptionInterrupted;
import io.rbfly.demo.console.LogFilter;
import io.rbfly.demo.groups.Schedule.Change;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * One stay of a consumer in the group, from joining to leaving or being killed. It has a client of its own, as a
 * process has; a consumer that comes back is a new member.
 */
final class Member {
    private static final String GROUP = "rbfly-demo-groups";
    /** Often, so that little is processed again after a kill; seldom enough that something is. */
    private static final Duration STORE_EVERY = Duration.ofSeconds(2);

    private static final SubscriptionOptions OPTIONS = SubscriptionOptions.DEFAULT
            .withSingleActiveConsumer(SingleActiveConsumer.named(GROUP))
            .withOffsetStoring(OffsetStoring.of(GROUP).withInterval(STORE_EVERY));

    private final String name;
    private final String connectionName;
    private final String superStream;
    private final Duration work;
    private final Observer observer;
    private final LogFilter log;
    private final ClientProcess process;
    private final CompletableFuture<Void> failure = new CompletableFuture<>();
    private @Nullable Subscription subscription;
    private volatile boolean going;
    /** Set on the event loop, where messages are processed. */
    private boolean dead;

    Member(String name, GroupsOptions options, StreamsClientBuilder settings, Observer observer, LogFilter log) {
        this.name = name;
        this.connectionName = GROUP + "-" + name;
        this.superStream = options.superStream();
        this.work = options.work();
        this.observer = observer;
        this.log = log;
        process = new ClientProcess(
                "consumer-" + name, settings.connectionName(connectionName).listener(this::happened));
    }

    /** Returns a future that completes exceptionally if the member fails, and never normally. */
    CompletableFuture<Void> failure() {
        return failure;
    }

    /** Joins the group, and processes what the broker gives it. */
    CompletableFuture<Void> join(Change how) {
        observer.changed(name, how);
        StreamsClient client = process.client();
        Subscription joined = await(client.subscribeSuperStream(superStream, Offset.FIRST, OPTIONS));
        subscription = joined;
        joined.forEach(message -> {
                    if (!work.isZero()) {
                        await(client.delay(work)); // stands for what is to be done with a message
                    }
                    if (!dead) {
                        observer.processed(message);
                    }
                    return completedFuture(null);
                })
                .whenComplete((nothing, error) -> {
                    if (error != null && !going) {
                        failure.completeExceptionally(error);
                    }
                });
        return completedFuture(null);
    }

    /** Leaves in order: the message at work is finished, and its offset stored. */
    CompletableFuture<Void> leave() {
        going = true;
        observer.changed(name, Change.LEAVES);
        await(close());
        return completedFuture(null);
    }

    /** Is no longer needed. */
    CompletableFuture<Void> close() {
        going = true;
        Subscription joined = subscription;
        if (joined != null) {
            await(joined.close());
        }
        await(process.close());
        observer.gone(name);
        return completedFuture(null);
    }

    /** Dies: its connections are cut. What it worked at is lost. */
    CompletableFuture<Void> kill() {
        going = true;
        log.hide(connectionName); // its client takes the cut for one by the broker
        return process.kill(() -> {
                    dead = true;
                    observer.killed(name);
                })
                .whenComplete((nothing, error) -> log.show(connectionName));
    }

    private void happened(ClientEvent event) {
        if (dead) {
            return; // its process would not exist any more
        }
        if (event instanceof SubscriptionActivated) {
            observer.activated(name, ((SubscriptionActivated) event).stream());
        } else if (event instanceof SubscriptionDeactivated) {
            observer.deactivated(name, ((SubscriptionDeactivated) event).stream());
        } else if (event instanceof SubscriptionInterrupted) {
            observer.lost(name, ((SubscriptionInterrupted) event).stream());
        }
    }
}
