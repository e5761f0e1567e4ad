package io.rbfly.client.publish.partition;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** The lanes of a message, known or asked for. */
final class Destination {
    private final @Nullable List<Lane> lanes;
    private final @Nullable CompletableFuture<List<Lane>> asked;

    private Destination(@Nullable List<Lane> lanes, @Nullable CompletableFuture<List<Lane>> asked) {
        this.lanes = lanes;
        this.asked = asked;
    }

    static Destination of(List<Lane> lanes) {
        return new Destination(lanes, null);
    }

    static Destination asked(CompletableFuture<List<Lane>> asked) {
        return new Destination(null, asked);
    }

    /** The lanes if messages may be passed to them now, otherwise null. */
    @Nullable
    List<Lane> now() {
        return lanes != null && areReady(lanes) ? lanes : null;
    }

    private static boolean areReady(List<Lane> lanes) {
        for (int i = 0; i < lanes.size(); i++) {
            if (!lanes.get(i).isReady()) {
                return false;
            }
        }
        return true;
    }

    /** Completes with the lanes when messages may be passed to them. */
    CompletableFuture<List<Lane>> later() {
        CompletableFuture<List<Lane>> known = asked != null ? asked : CompletableFuture.completedFuture(lanes);
        return known.thenCompose(
                found -> CompletableFuture.allOf(found.stream().map(Lane::ready).toArray(CompletableFuture[]::new))
                        .thenApply(ready -> found));
    }
}
