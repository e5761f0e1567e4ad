package io.rbfly.client.subscribe;

import io.rbfly.client.api.ClosedException;
import io.rbfly.client.api.HandlerException;
import io.rbfly.client.api.Message;
import io.rbfly.client.api.MessageView;
import io.rbfly.client.api.StreamException;
import io.rbfly.protocol.chunk.Chunk;
import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The side of a subscription that the application reads: by calls of {@code next()}, or by one loop at a time. Used in the
 * subscription's serial executor only.
 */
final class MessageReader {
    private static final int FIRST_PURGE = 64;

    private final String stream;
    private final MessageSource source;
    private final Runnable over;
    private final ArrayDeque<CompletableFuture<Message>> waiting = new ArrayDeque<>();
    private int purgeAt = FIRST_PURGE;
    private boolean giving;
    private @Nullable MessageLoop loop;

    /**
     * A reader without messages.
     *
     * @param sieve what drops messages, null when nothing does
     * @param handled told of messages that are dealt with, null when nobody wants to know
     * @param over told when it ended and all is read
     */
    MessageReader(
            String stream, ChunkQueue chunks, @Nullable Sieve sieve, @Nullable HandledOffset handled, Runnable over) {
        this.stream = stream;
        this.source = new MessageSource(stream, chunks, sieve, handled, this::finish);
        this.over = over;
    }

    /** Where its messages come from. */
    MessageSource source() {
        return source;
    }

    /** Adds a chunk, of which messages before an offset (unsigned) are not wanted. */
    void add(Chunk chunk, long firstWanted) {
        source.add(chunk, firstWanted);
        serve();
    }

    /** A future of the next message. */
    void next(CompletableFuture<Message> future) {
        if (isLooping()) {
            future.completeExceptionally(new IllegalStateException("messages of " + stream + " are read already"));
            return;
        }
        if (waiting.size() >= purgeAt) { // who asks again and again, and gives up, is not to pile them up
            waiting.removeIf(CompletableFuture::isDone);
            purgeAt = Math.max(FIRST_PURGE, 2 * waiting.size());
        }
        waiting.add(future);
        serve();
    }

    /** Whether messages may be taken in place of {@link #next}: nobody was before. */
    boolean isFree() {
        while (!waiting.isEmpty() && waiting.peek().isDone()) {
            waiting.poll(); // who was cancelled, or out of time, reads no more
        }
        return waiting.isEmpty() && (loop == null || loop.isFinished() && !loop.isBusy());
    }

    /** Gives all messages from now on to a loop; false when others are reading. */
    boolean start(MessageLoop loop) {
        if (!isFree()) {
            return false;
        }
        this.loop = loop;
        return true;
    }

    /** No more chunks will come. What is here is still read, unless the application closed the subscription. */
    void end(StreamException cause) {
        source.end(cause);
        serve();
        if (source.isEmpty()) {
            over.run();
        }
    }

    /** Hands out what is here to those who want it. */
    void serve() {
        MessageLoop reading = loop;
        if (reading != null) {
            if (!reading.isFinished()) {
                reading.run();
            }
            if (!reading.isFinished() || reading.isBusy()) {
                return;
            }
            if (loop == reading) {
                loop = null;
            }
        }
        // Completing a future runs code of the application, which may call next() and come here again: it is served
        // below.
        if (!giving) {
            giving = true;
            try {
                giveAll();
            } finally {
                giving = false;
            }
        }
    }

    private void giveAll() {
        while (!waiting.isEmpty()) {
            if (waiting.peek().isDone()) {
                waiting.poll(); // cancelled, or out of time
                continue;
            }
            MessageView message = source.take();
            if (message == null) {
                return;
            }
            give(message.keep());
        }
    }

    /** A message goes to the first who still wants it; one that was cancelled in the meantime must not lose it. */
    private void give(Message message) {
        HandlerException failure = null;
        try {
            if (!source.isWanted(message)) {
                return;
            }
        } catch (HandlerException e) {
            failure = e;
        }
        for (CompletableFuture<Message> future = waiting.poll(); future != null; future = waiting.poll()) {
            if (failure == null ? future.complete(message) : future.completeExceptionally(failure)) {
                return;
            }
        }
        source.giveBack(message);
    }

    private boolean isLooping() {
        return loop != null && !loop.isFinished();
    }

    private void finish(StreamException cause) {
        over.run();
        if (loop != null) {
            loop.end(cause instanceof ClosedException ? null : cause);
        }
        List<CompletableFuture<Message>> left = List.copyOf(waiting);
        waiting.clear();
        left.forEach(future -> future.completeExceptionally(cause));
    }
}
