package io.rbfly.client.subscribe.batch;

import io.rbfly.client.api.compression.Compression;
import io.rbfly.client.api.compression.Decompressor;
import io.rbfly.client.api.error.MalformedBatchException;
import io.rbfly.client.api.error.StreamException;
import io.rbfly.client.api.error.UnsupportedException;
import io.rbfly.client.compression.Codecs;
import io.rbfly.client.config.SharedArrays;
import io.rbfly.protocol.chunk.Chunk;
import io.rbfly.protocol.chunk.ChunkEntries;
import io.rbfly.protocol.wire.ProtocolException;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Makes portions of chunks: copies entries to an array, batches decompressed. A batch that cannot be decompressed is
 * copied as it is, and has an exception. {@link #make} is used by one thread at a time, concurrently with {@link #plan}
 * in the subscription's serial executor.
 */
final class PortionMaker {
    /** The size at which a portion ends, so that little is decompressed at a time. A larger batch is a portion. */
    static final int LENGTH = 256 << 10;

    private static final System.Logger LOG = System.getLogger(PortionMaker.class.getName());

    private static final int MIN_MESSAGE = 4;
    private static final Compression[] COMPRESSIONS = Compression.values();

    private final String stream;
    private final int maxBatchBytes;
    private final SharedArrays arrays;
    private final @Nullable Decompressor[] decompressors = new Decompressor[COMPRESSIONS.length];
    private final @Nullable UnsupportedException[] missing = new UnsupportedException[COMPRESSIONS.length];

    /**
     * A portion of a chunk to be made, once.
     *
     * @param from before its first entry
     * @param entries their number, wanted or not; 0 if the next one is invalid
     * @param bytes the bytes that it needs
     * @param toEnd whether no other portion follows
     */
    record Plan(ChunkEntries from, int entries, int bytes, boolean toEnd) {}

    PortionMaker(String stream, int maxBatchBytes, SharedArrays arrays) {
        this.stream = stream;
        this.maxBatchBytes = maxBatchBytes;
        this.arrays = arrays;
    }

    /** Decides which entries make up a portion; those that end before an offset (unsigned) are not wanted. */
    Plan plan(ChunkEntries from, long firstWanted) {
        ChunkEntries scout = new ChunkEntries(from);
        int bytes = 0;
        int planned = 0;
        try {
            while (scout.hasNext()) {
                scout.next();
                int more = isWanted(scout, firstWanted) ? length(scout) : 0;
                if (bytes > 0 && more > 0 && bytes + (long) more > LENGTH) {
                    return new Plan(from, planned, bytes, false);
                }
                bytes += more;
                planned++;
            }
        } catch (ProtocolException e) {
            return new Plan(from, planned, bytes, planned == 0); // it is thrown when that entry is the next one
        }
        return new Plan(from, planned, bytes, true);
    }

    private static boolean isWanted(ChunkEntries entry, long firstWanted) {
        return entry.messageCount() > 0
                && Long.compareUnsigned(entry.offset() + entry.messageCount() - 1, firstWanted) >= 0;
    }

    /** The bytes that an entry needs in a portion, also if it is copied as it is. */
    private int length(ChunkEntries entry) {
        boolean decompressed = entry.isCompressed() && problem(entry) == null;
        return decompressed
                ? Math.max(entry.entryLength(), ChunkEntries.BATCH_HEADER_LENGTH + entry.plainSize())
                : entry.entryLength();
    }

    /** Describes what is wrong with the header of a compressed batch, null if it is valid. */
    private @Nullable String problem(ChunkEntries batch) {
        int compression = batch.compression();
        long size = Integer.toUnsignedLong(batch.plainSize());
        if (compression >= COMPRESSIONS.length) {
            return "compression " + compression + " (expected: 0..4)";
        } else if (size > maxBatchBytes) {
            return size + " bytes before compression (expected: at most " + maxBatchBytes + ")";
        } else if (size < (long) batch.messageCount() * MIN_MESSAGE) {
            return size + " bytes before compression (expected: at least " + MIN_MESSAGE + " for each message)";
        }
        return null;
    }

    /**
     * Makes a portion of a chunk.
     *
     * @return null if no message of it is wanted
     * @throws ProtocolException if the structure of the chunk is invalid at its first entry
     */
    @Nullable
    Portion make(Plan plan, Chunk whole, long firstWanted) {
        ChunkEntries entries = plan.from();
        byte[] array = arrays.take(plan.bytes());
        Map<Long, StreamException> failures = Map.of();
        int filled = 0;
        int count = 0;
        int messages = 0;
        long first = 0;
        for (int i = 0; i < Math.max(1, plan.entries()); i++) {
            entries.next();
            if (!isWanted(entries, firstWanted)) {
                continue;
            }
            first = count == 0 ? entries.offset() : first;
            StreamException failure = entries.isCompressed() ? decompress(entries, whole.array(), array, filled) : null;
            if (failure != null) {
                failures = failures.isEmpty() ? new HashMap<>() : failures;
                failures.put(entries.offset(), failure);
            }
            if (failure != null || !entries.isCompressed()) {
                System.arraycopy(whole.array(), entries.position(), array, filled, entries.entryLength());
                filled += entries.entryLength();
            } else {
                filled += ChunkEntries.BATCH_HEADER_LENGTH + entries.plainSize();
            }
            count++;
            messages += entries.messageCount();
        }
        Chunk.Header header =
                new Chunk.Header(whole.type(), count, messages, whole.timestamp(), whole.epoch(), first, 0, 0);
        return count == 0 ? null : new Portion(Chunk.derived(header, array, filled, whole), failures);
    }

    /** Decompresses a batch behind a header; returns why that is impossible, null if it is done. */
    private @Nullable StreamException decompress(ChunkEntries batch, byte[] data, byte[] target, int at) {
        long last = batch.offset() + batch.messageCount() - 1;
        String problem = problem(batch);
        try {
            if (problem != null) {
                throw new IllegalArgumentException(problem);
            }
            int header = ChunkEntries.BATCH_HEADER_LENGTH;
            decompressor(COMPRESSIONS[batch.compression()])
                    .decompress(data, batch.dataPosition(), batch.dataLength(), target, at + header, batch.plainSize());
            ChunkEntries.writePlainHeader(target, at, batch.messageCount(), batch.plainSize());
            return null;
        } catch (UnsupportedException e) {
            return UnsupportedException.batch(stream, batch.offset(), last, e);
        } catch (Exception | LinkageError e) { // of a library, or of a codec of the application
            return new MalformedBatchException(stream, batch.offset(), last, e);
        }
    }

    private Decompressor decompressor(Compression compression) {
        int index = compression.ordinal();
        UnsupportedException known = missing[index];
        if (known != null) {
            throw known;
        }
        Decompressor decompressor = decompressors[index];
        if (decompressor == null) {
            try {
                decompressor = Codecs.decompressor(compression);
            } catch (UnsupportedException e) {
                missing[index] = e; // it is not looked for again
                throw e;
            }
            decompressors[index] = decompressor;
        }
        return decompressor;
    }

    /** Releases the decompressors. */
    void close() {
        for (int i = 0; i < decompressors.length; i++) {
            Decompressor decompressor = decompressors[i];
            if (decompressor != null) {
                decompressors[i] = null;
                close(decompressor);
            }
        }
    }

    private static void close(Decompressor decompressor) {
        try {
            decompressor.close();
        } catch (Throwable e) { // of a library, or of a codec of the application
            LOG.log(System.Logger.Level.WARNING, "closing a decompressor failed", e);
        }
    }
}
