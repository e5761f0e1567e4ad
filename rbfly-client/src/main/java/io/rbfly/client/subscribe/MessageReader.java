package io.rbfly.client.subscribe;

import io.rbfly.client.api.ClosedException;
import io.rbfly.client.api.MalformedChunkException;
import io.rbfly.client.api.Message;
import io.rbfly.client.api.MessageHandler;
import io.rbfly.client.api.StreamException;
import io.rbfly.client.loop.SerialExecutor;
import io.rbfly.protocol.chunk.Chunk;
import io.rbfly.protocol.chunk.ChunkCursor;
import io.rbfly.protocol.wire.ProtocolException;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Chunks in, messages out: the side of a subscription that the application reads. Used in the subscription's serial executor
 * only.
 */
final class MessageReader {
    private final String stream;
    private final SerialExecutor serial;
    private final Runnable chunkTaken;
    private final Consumer<StreamException> damaged;
    private final ArrayDeque<Delivered> chunks = new ArrayDeque<>();
    private final ArrayDeque<CompletableFuture<Message>> waiting = new ArrayDeque<>();
    private @Nullable Delivered current;
    private @Nullable Message held;
    private @Nullable HandlerLoop loop;
    private @Nullable StreamException ended;

    /** With what to do each time the last message of a chunk was taken, and when a chunk turns out to be damaged. */
    MessageReader(String stream, SerialExecutor serial, Runnable chunkTaken, Consumer<StreamException> damaged) {
        this.stream = stream;
        this.serial = serial;
        this.chunkTaken = chunkTaken;
        this.damaged = damaged;
    }

    /** Adds a chunk, of which messages before an offset (unsigned) are not wanted. */
    void add(Chunk chunk, long firstWanted) {
        if (ended == null) {
            chunks.add(new Delivered(chunk, new ChunkCursor(chunk), firstWanted));
            serve();
        }
    }

    /** The next message that is here, null when there is none. */
    @Nullable
    Message take() {
        if (held != null) {
            Message message = held;
            held = null;
            return message;
        }
        while (current != null || openChunk()) {
            Message message = advance();
            if (message != null) {
                return message;
            }
        }
        if (ended != null) {
            finish(ended);
        }
        return null;
    }

    private boolean openChunk() {
        current = chunks.poll();
        return current != null;
    }

    private @Nullable Message advance() {
        Delivered delivered = Objects.requireNonNull(current);
        try {
            Message message = delivered.next();
            if (message == null) {
                current = null;
                chunkTaken.run();
            }
            return message;
        } catch (ProtocolException e) {
            current = null;
            chunks.clear();
            ended = new MalformedChunkException(stream, delivered.chunk.chunkId(), e);
            damaged.accept(ended);
            return null;
        }
    }

    /** A future of the next message. */
    void next(CompletableFuture<Message> future) {
        if (isLooping()) {
            future.completeExceptionally(new IllegalStateException("a forEach loop is reading " + stream));
            return;
        }
        waiting.add(future);
        serve();
    }

    /** Whether {@link #take} may be used in place of {@link #next}: nobody was before. */
    boolean isFree() {
        return waiting.isEmpty() && !isLooping();
    }

    /** Starts to hand messages to a handler; the future is the one that the application has. */
    void forEach(MessageHandler handler, CompletableFuture<Void> finished) {
        if (!isFree() || loop != null && loop.isHandling()) {
            finished.completeExceptionally(new IllegalStateException("messages of " + stream + " are read already"));
            return;
        }
        loop = new HandlerLoop(stream, this, serial, handler, finished);
        serve();
    }

    /** No more chunks will come. What is here is still read, unless the application closed the subscription. */
    void end(StreamException cause) {
        if (ended == null) {
            ended = cause;
        }
        if (cause instanceof ClosedException) {
            chunks.clear();
            current = null;
            held = null;
        }
        serve();
    }

    private boolean isLooping() {
        return loop != null && !loop.isFinished();
    }

    private void serve() {
        if (loop != null && isLooping()) {
            loop.run();
        }
        // Completing a future runs code of the application, which may call next() and come here again.
        while (!waiting.isEmpty()) {
            if (waiting.peek().isDone()) {
                waiting.poll(); // cancelled
                continue;
            }
            Message message = take();
            if (message == null) {
                return;
            }
            give(message);
        }
    }

    /** A message goes to the first who still wants it; one that was cancelled in the meantime must not lose it. */
    private void give(Message message) {
        CompletableFuture<Message> future = waiting.poll();
        while (future != null && !future.complete(message)) {
            future = waiting.poll();
        }
        if (future == null) {
            held = message;
        }
    }

    private void finish(StreamException cause) {
        if (loop != null) {
            loop.end(cause instanceof ClosedException ? null : cause);
        }
        List<CompletableFuture<Message>> left = List.copyOf(waiting);
        waiting.clear();
        left.forEach(future -> future.completeExceptionally(cause));
    }

    /** A chunk, how far it is read, and where reading begins in it: brokers send whole chunks. */
    private record Delivered(Chunk chunk, ChunkCursor cursor, long firstWanted) {
        @Nullable
        Message next() {
            while (cursor.next()) {
                if (Long.compareUnsigned(cursor.offset(), firstWanted) >= 0) {
                    return new Message(chunk, cursor.position(), cursor.length(), cursor.offset());
                }
            }
            return null;
        }
    }
}
