package io.rbfly.demo.groups;

import static com.ea.async.Async.await;
import static io.rbfly.client.Async.gather;
import static io.rbfly.client.Async.using;
import static java.util.concurrent.CompletableFuture.completedFuture;

import io.rbfly.client.StreamsClient;
import io.rbfly.client.api.Publisher;
import io.rbfly.client.api.PublisherOptions;
import io.rbfly.client.api.Routing;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Publishes numbered messages at a steady rate. */
final class Publishing {
    /** With a name, so that a message is stored once even if the broker is lost meanwhile. */
    private static final PublisherOptions OPTIONS = PublisherOptions.named("rbfly-demo-groups");

    private static final long SECOND = Duration.ofSeconds(1).toNanos();
    private static final Duration TICK = Duration.ofMillis(50);
    /** The maximum length of a loop of awaits, which takes memory until its method returns. */
    private static final int TICKS_AT_ONCE = 200;

    private final GroupsOptions options;
    private final CompletableFuture<Void> over;
    private int published;

    /** Creates it with a future whose completion ends it early. */
    Publishing(GroupsOptions options, CompletableFuture<Void> over) {
        this.options = options;
        this.over = over;
    }

    /** Publishes for the duration of the options; returns the number of messages when all are stored. */
    CompletableFuture<Integer> publish(StreamsClient client) {
        int messages = (int) Math.round(options.seconds * options.rate);
        return using(
                client.superStreamPublisher(options.superStream(), Routing.hash(Numbered::key), OPTIONS), publisher -> {
                    long began = System.nanoTime();
                    while (published < messages && !over.isDone()) {
                        await(publishSome(client, publisher, messages, began));
                    }
                    return completedFuture(published);
                });
    }

    private CompletableFuture<Void> publishSome(StreamsClient client, Publisher publisher, int messages, long began) {
        List<CompletableFuture<Long>> confirms = new ArrayList<>();
        for (int tick = 0; tick < TICKS_AT_ONCE && published < messages && !over.isDone(); tick++) {
            await(client.delay(TICK));
            long due = (System.nanoTime() - began) * options.rate / SECOND;
            while (published < Math.min(due, messages)) {
                await(publisher.ready());
                confirms.add(publisher.send(Numbered.body(published)));
                published++;
            }
        }
        await(gather(confirms));
        return completedFuture(null);
    }
}
