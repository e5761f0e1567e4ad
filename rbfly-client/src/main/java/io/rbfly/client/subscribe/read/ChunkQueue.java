package io.rbfly.client.subscribe.read;

import io.rbfly.client.api.error.InsufficientMemoryException;
import io.rbfly.client.api.error.MalformedChunkException;
import io.rbfly.client.api.error.StreamException;
import io.rbfly.client.subscribe.batch.BatchDecoder;
import io.rbfly.client.subscribe.batch.DecodedChunk;
import io.rbfly.client.subscribe.batch.Portion;
import io.rbfly.protocol.chunk.BatchException;
import io.rbfly.protocol.chunk.Chunk;
import io.rbfly.protocol.chunk.ChunkEntries;
import io.rbfly.protocol.wire.ProtocolException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A queue of chunks that are read message by message. From its first compressed batch on, a chunk is read in decoded
 * portions. Used in the subscription's serial executor only.
 */
final class ChunkQueue {
    private final String stream;
    private final ChunkListener listener;
    private final Consumer<StreamException> damaged;
    private final BatchDecoder decoder;
    private final Runnable whenReady;
    private final ArrayDeque<OpenChunk> chunks = new ArrayDeque<>();
    /** The chunk or the portion that is being read. */
    private @Nullable OpenChunk current;
    /** The chunk to which the portions belong. */
    private @Nullable DecodedChunk decoding;
    /** Whether a message of it was kept before its first compressed batch. */
    private boolean keptBefore;
    /** The portion that is being read. */
    private @Nullable Portion portion;
    /** The first of the waiting chunks, those whose portions are being made already. */
    private final ArrayDeque<DecodedChunk> ahead = new ArrayDeque<>();

    /**
     * Creates a queue.
     *
     * @param damaged called with damage before the listener
     * @param decoder decompresses batches
     * @param whenReady called when {@link #poll}, which has returned null, may return a message
     */
    ChunkQueue(
            String stream,
            ChunkListener listener,
            Consumer<StreamException> damaged,
            BatchDecoder decoder,
            Runnable whenReady) {
        this.stream = stream;
        this.listener = listener;
        this.damaged = damaged;
        this.decoder = decoder;
        this.whenReady = whenReady;
        decoder.whenReady(this::ready);
    }

    /** Adds a chunk, of which messages before an offset (unsigned) are skipped. */
    void add(Chunk chunk, long firstWanted) {
        chunks.add(new OpenChunk(stream, chunk, firstWanted));
        lookAhead();
    }

    /** Returns the next message or unreadable batch, null if there is none. It is valid until the next call. */
    @Nullable
    OpenChunk poll() {
        OpenChunk message = pollCurrent();
        while (message == null && decoding == null && !chunks.isEmpty()) {
            open(chunks.remove());
            message = pollCurrent();
        }
        return message;
    }

    private void open(OpenChunk next) {
        DecodedChunk begun = ahead.poll();
        if (begun != null) {
            decode(begun, false);
        } else if (ChunkEntries.beginsCompressed(next.whole())) {
            decode(decoder.decode(next.whole(), next.firstWanted()), false);
        } else {
            current = next;
        }
    }

    private void decode(DecodedChunk chunk, boolean kept) {
        decoding = chunk;
        keptBefore = kept;
    }

    /** As {@link #poll}, but only from the chunk of the last message. */
    @Nullable
    OpenChunk pollCurrent() {
        OpenChunk open = current;
        if (open == null) {
            return decoding == null ? null : pollPortion(decoding);
        }
        Chunk chunk = open.whole();
        try {
            if (open.next()) {
                return open;
            }
        } catch (ProtocolException e) {
            damaged(chunk, e);
            return null;
        }
        current = null;
        if (decoding != null) {
            read(decoding, open);
            return pollPortion(decoding);
        }
        BatchException batch = open.compressed();
        if (batch != null) {
            long first = batch.firstOffset();
            boolean inside = Long.compareUnsigned(open.firstWanted(), first) > 0;
            decode(decoder.decode(chunk, inside ? open.firstWanted() : first), open.isKept());
            return pollCurrent();
        }
        listener.read(chunk, !open.isKept());
        return null;
    }

    private void read(DecodedChunk chunk, OpenChunk open) {
        Portion last = portion;
        if (last != null) {
            portion = null;
            decoder.read(last, !open.isKept());
        }
    }

    private @Nullable OpenChunk pollPortion(DecodedChunk chunk) {
        try {
            Portion next = chunk.poll();
            if (next != null) {
                portion = next;
                current = new OpenChunk(stream, next, chunk.firstWanted());
                lookAhead();
                return pollCurrent();
            }
            if (chunk.isFinished()) {
                decoding = null;
                listener.read(chunk.chunk(), !keptBefore);
            } else {
                lookAhead();
            }
        } catch (ProtocolException e) {
            damaged(chunk.chunk(), e);
        }
        return null;
    }

    /** Has another thread decompress what will be read next, if this is the event loop. */
    private void lookAhead() {
        BatchDecoder.Job job = decoder.job();
        if (job == null) {
            return;
        }
        try {
            fill(job);
        } finally {
            job.start(); // what is begun must end
        }
    }

    private void fill(BatchDecoder.Job job) {
        boolean more = decoding == null || job.add(decoding, portion == null);
        Iterator<DecodedChunk> known = ahead.iterator();
        for (Iterator<OpenChunk> waiting = chunks.iterator(); more && waiting.hasNext(); ) {
            OpenChunk next = waiting.next();
            DecodedChunk decoded;
            if (known.hasNext()) {
                decoded = known.next();
            } else if (ChunkEntries.beginsCompressed(next.whole())) {
                decoded = decoder.decode(next.whole(), next.firstWanted());
                ahead.add(decoded);
            } else {
                break;
            }
            more = job.add(decoded, false);
        }
    }

    private void ready() {
        lookAhead();
        whenReady.run();
    }

    private void damaged(Chunk chunk, ProtocolException cause) {
        clear();
        StreamException error = cause.getCause() instanceof OutOfMemoryError
                ? new InsufficientMemoryException(stream, chunk.chunkId(), cause)
                : new MalformedChunkException(stream, chunk.chunkId(), cause);
        damaged.accept(error);
        listener.damaged(error);
    }

    /** Whether {@link #pollCurrent} may return more of the chunk or the portion of the last message. */
    boolean mayHaveMoreOfCurrent() {
        return current != null && current.hasNext();
    }

    /** Whether all chunks are read completely. */
    boolean isEmpty() {
        return (current == null || !current.hasNext())
                && (decoding == null || decoding.isFinished())
                && chunks.isEmpty();
    }

    void clear() {
        if (portion != null) {
            decoder.read(portion, false); // its last message may be in use
        }
        if (decoding != null) {
            decoding.abandon();
        }
        ahead.forEach(DecodedChunk::abandon);
        current = null;
        decoding = null;
        portion = null;
        ahead.clear();
        chunks.clear();
    }

    /** As {@link #clear}, and reports the chunks as read. */
    void drop() {
        DecodedChunk decoded = decoding;
        OpenChunk open = decoded == null ? current : null;
        int inUse = ahead.size();
        List<OpenChunk> waiting = new ArrayList<>(chunks);
        clear();
        // The memory of a chunk that is being decompressed is not reused: another thread may still read it.
        if (decoded != null) {
            listener.read(decoded.chunk(), false);
        } else if (open != null) {
            listener.read(open.whole(), !open.isKept());
        }
        for (OpenChunk chunk : waiting) {
            listener.read(chunk.whole(), inUse <= 0);
            inUse--;
        }
    }

    /** Releases what is kept for decompressing; nothing is read any more. */
    void release() {
        clear();
        decoder.close();
    }
}
