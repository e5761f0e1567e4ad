package io.rbfly.client.publish.partition;

import io.rbfly.client.api.Message;
import io.rbfly.client.api.MessageView;
import io.rbfly.client.publish.StreamPublisher;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Passes a message to the publisher of a partition, in one of the ways in which the application sends it. */
interface Step<T extends @Nullable Object> {
    /** {@link StreamPublisher#sendRaw}. */
    Step<Long> RAW = new Step<>() {
        @Override
        public CompletableFuture<Long> pass(StreamPublisher publisher, Object body) {
            return publisher.sendRaw((byte[]) body);
        }

        @Override
        public Object keep(Object body, String superStream) {
            return ((byte[]) body).clone();
        }

        @Override
        public long size(Object kept) {
            return ((byte[]) kept).length;
        }
    };

    /** {@link StreamPublisher#enqueue}. */
    static Step<Void> enqueue(Lanes lanes) {
        return new Step<>() {
            @Override
            public CompletableFuture<Void> pass(StreamPublisher publisher, Object body) {
                CompletableFuture<Void> room = publisher.enqueue(body);
                return room.isDone() ? room : lanes.roomUnlessLeft(publisher, room);
            }

            @Override
            public WaitingQueue.Room room() {
                return WaitingQueue.Room.AWAITED;
            }
        };
    }

    /** Passes a message on. */
    CompletableFuture<T> pass(StreamPublisher publisher, Object body);

    /** Returns what remains as it is until the message is passed on. */
    default Object keep(Object body, String superStream) {
        return body instanceof MessageView view ? view.keep() : Message.of(superStream, 0, Instant.EPOCH, body);
    }

    /** The bytes of what {@link #keep} has returned. */
    default long size(Object kept) {
        return ((Message) kept).raw().length;
    }

    /** What the message has to do with the limit of those that wait. */
    default WaitingQueue.Room room() {
        return WaitingQueue.Room.REQUIRED;
    }
}
