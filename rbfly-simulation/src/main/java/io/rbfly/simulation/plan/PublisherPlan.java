package io.rbfly.simulation.plan;

import io.rbfly.client.api.PublisherOptions;
import java.time.Duration;

/**
 * A publisher.
 *
 * @param id identifies it in messages
 * @param client the number of its client
 * @param seed for everything that it draws
 * @param stream the number of its stream
 * @param options its options; a name makes its messages exactly once
 * @param sending how it sends
 * @param messages how many messages it sends
 * @param burst how many it sends at a time, at most
 * @param pause the time between bursts, at most
 * @param padding the bytes that are added to each message, at most
 * @param awaitsRoom whether it waits for room in the window before each burst
 * @param reopens how often it is closed and opened again before all is sent
 * @param patience how long it waits for confirms when it is closed
 * @param cancels whether it cancels futures now and then
 */
public record PublisherPlan(
        int id,
        int client,
        long seed,
        int stream,
        PublisherOptions options,
        Sending sending,
        int messages,
        int burst,
        Duration pause,
        int padding,
        boolean awaitsRoom,
        int reopens,
        Duration patience,
        boolean cancels) {
    /** The methods that send. */
    public enum Sending {
        /** Encoded messages. */
        SEND,
        /** Raw messages. */
        RAW,
        /** Messages with ids of the application, with gaps. */
        OWN_IDS,
        /** Messages whose outcomes are reported together. */
        ENQUEUE,
        /** A collection at once. */
        ALL
    }

    /** The same publisher with other options. */
    public PublisherPlan with(PublisherOptions options) {
        return new PublisherPlan(
                id,
                client,
                seed,
                stream,
                options,
                sending,
                messages,
                burst,
                pause,
                padding,
                awaitsRoom,
                reopens,
                patience,
                cancels);
    }

    /** Whether each of its messages must be stored once and in order. */
    public boolean isExactlyOnce() {
        return !options.name().isEmpty();
    }

    /** Whether its messages must be in order. A collection that waits for room is overtaken by those that follow. */
    public boolean isInOrder() {
        return isExactlyOnce() && sending != Sending.ALL;
    }
}
