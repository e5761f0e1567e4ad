package io.rbfly.client.subscribe.group;

import io.rbfly.client.api.Offset;
import io.rbfly.client.api.error.HandlerException;
import io.rbfly.client.connection.Connection;
import io.rbfly.client.connection.Refusals;
import io.rbfly.client.loop.Callbacks;
import io.rbfly.client.subscribe.offset.OffsetStorer;
import io.rbfly.client.subscribe.offset.ProcessedOffset;
import io.rbfly.protocol.command.subscribing.OffsetSpec;
import io.rbfly.protocol.command.subscribing.QueryOffset;
import io.rbfly.protocol.wire.ResponseCode;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Where a member of a group starts when it becomes active: where the application's function says, or after the stored
 * offset, or else at the offset of the subscription. Used on the event loop only.
 */
final class ActivationStart {
    private final String stream;
    private final Offset offset;
    private final Membership membership;
    private final GroupReading reading;
    private final @Nullable OffsetStorer offsets;
    private final Callbacks callbacks;
    /** The offset that was stored at the last activation. */
    private long storedBefore = ProcessedOffset.NONE;
    /** Whether the stream was empty when this member started at its end. */
    private boolean wasEmpty;

    /**
     * A start.
     *
     * @param spec where the broker is to start
     * @param after the offset up to which messages are processed or not wanted, {@link ProcessedOffset#NONE} for none
     * @param stored whether the broker has stored that offset
     * @param moves whether another member would start elsewhere, since the offset of the subscription depends on the
     *     time: so the first one decides for all
     */
    record Start(OffsetSpec spec, long after, boolean stored, boolean moves) {}

    ActivationStart(
            String stream,
            Offset offset,
            Membership membership,
            GroupReading reading,
            @Nullable OffsetStorer offsets,
            Callbacks callbacks) {
        this.stream = stream;
        this.offset = offset;
        this.membership = membership;
        this.reading = reading;
        this.offsets = offsets;
        this.callbacks = callbacks;
    }

    /**
     * Finds it; the future completes on the event loop. It completes exceptionally with {@link HandlerException} if the
     * application's function failed, and otherwise as requests do.
     */
    CompletableFuture<Start> find(Connection connection) {
        Function<? super String, ? extends CompletionStage<Offset>> function =
                membership.consumer().offsetOnActivation();
        if (function != null) {
            return chosen(function).thenCompose(chosen -> at(connection, chosen));
        }
        return offsets == null ? at(connection, offset) : stored(connection, offsets);
    }

    private CompletableFuture<Offset> chosen(Function<? super String, ? extends CompletionStage<Offset>> function) {
        CompletableFuture<Offset> chosen = new CompletableFuture<>();
        callbacks.execute(() -> {
            try {
                function.apply(stream)
                        .whenComplete((value, error) -> callbacks.onLoop(() -> {
                            if (error == null && value != null) {
                                chosen.complete(value);
                            } else {
                                chosen.completeExceptionally(failed(error));
                            }
                        }));
            } catch (Throwable e) { // also if the function returns null
                callbacks.onLoop(() -> chosen.completeExceptionally(failed(e)));
            }
        });
        return chosen;
    }

    private HandlerException failed(@Nullable Throwable error) {
        return failed(
                stream,
                error == null ? new IllegalStateException("its stage completed with null") : Callbacks.unwrap(error));
    }

    /** The application's function failed. */
    static HandlerException failed(String stream, Throwable cause) {
        return new HandlerException("offset on activation", stream, cause);
    }

    private CompletableFuture<Start> at(Connection connection, Offset given) {
        return reading.startAt(connection, given).thenApply(spec -> new Start(spec, before(spec), true, false));
    }

    private static long before(OffsetSpec spec) {
        return spec instanceof OffsetSpec.At at && at.offset() != 0 ? at.offset() - 1 : ProcessedOffset.NONE;
    }

    private CompletableFuture<Start> stored(Connection connection, OffsetStorer offsets) {
        return connection.request(new QueryOffset(offsets.reference(), stream)).thenCompose(reply -> {
            if (reply.code() == ResponseCode.OK) {
                return CompletableFuture.completedFuture(after(reply.offset(), offsets));
            } else if (reply.code() == ResponseCode.NO_OFFSET) {
                storedBefore = ProcessedOffset.NONE;
                return notStored(connection);
            }
            throw Refusals.of("offset stored under " + offsets.reference() + " for stream " + stream, reply.code());
        });
    }

    /**
     * Starts after the stored offset, or after what this member has processed when it was active and could not store. A
     * stored offset that went back was reset by an operator, so that messages are to be read again.
     */
    private Start after(long stored, OffsetStorer offsets) {
        boolean reset = storedBefore != ProcessedOffset.NONE && Long.compareUnsigned(stored, storedBefore) < 0;
        storedBefore = stored;
        long processed = offsets.handled().get();
        boolean further = !reset && processed != ProcessedOffset.NONE && Long.compareUnsigned(processed, stored) > 0;
        long after = further ? processed : stored;
        return new Start(reading.startAfter(after), after, !further, false);
    }

    private CompletableFuture<Start> notStored(Connection connection) {
        boolean atEnd = offset.kind() == Offset.Kind.NEXT || offset.kind() == Offset.Kind.LAST;
        return reading.startAt(connection, atEnd && wasEmpty ? Offset.at(0) : offset)
                .thenApply(spec -> {
                    wasEmpty |= atEnd && spec.equals(new OffsetSpec.At(0));
                    return new Start(spec, before(spec), !atEnd, atEnd);
                });
    }
}
