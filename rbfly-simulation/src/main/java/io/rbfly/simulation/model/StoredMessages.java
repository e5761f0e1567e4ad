package io.rbfly.simulation.model;

import io.rbfly.protocol.chunk.Chunk;
import io.rbfly.protocol.chunk.ChunkEntries;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** The committed messages of a stream, as the cluster has them, in the order of their offsets. */
public final class StoredMessages {
    private final Findings findings;
    private final List<Stored> messages = new ArrayList<>();
    private final Map<Long, Integer> copies = new HashMap<>();
    private final Map<Integer, Long> highestNumbers = new HashMap<>();
    private LongSupplier writtenEnd = this::end;
    private LongSupplier firstOffset = () -> 0;
    private @Nullable StoredMessages successor;
    private long end;
    private long lastChunk;
    private long highestWrittenEnd;

    /**
     * A committed message.
     *
     * @param chunk the offset of the first message of its chunk
     * @param timestamp that of its chunk, in milliseconds since 1970
     */
    public record Stored(long offset, int publisher, long number, long chunk, long timestamp) {}

    /** Creates an empty stream. */
    public StoredMessages(Findings findings) {
        this.findings = findings;
    }

    /** Sets where the offset after what was written is known, committed or not, and the first that is not deleted. */
    public void bounds(LongSupplier written, LongSupplier first) {
        writtenEnd = written;
        firstOffset = first;
    }

    /** An empty stream with the same findings. */
    public StoredMessages anew() {
        return new StoredMessages(findings);
    }

    /** The stream was deleted, and another one has its name. */
    public void replacedBy(StoredMessages another) {
        successor = another;
    }

    /** The stream that was created again under the name of this one after it; null if there is none. */
    public @Nullable StoredMessages successor() {
        return successor;
    }

    /** The stream that has the name now. */
    public StoredMessages latest() {
        StoredMessages latest = this;
        for (StoredMessages next = successor; next != null; next = next.successor) {
            latest = next;
        }
        return latest;
    }

    /** Whether the retention of the stream has deleted a message. */
    public boolean isDeleted(Stored message) {
        return message.offset < firstOffset.getAsLong();
    }

    /** The offset after the last message that was written, committed or not. */
    public long writtenEnd() {
        return writtenEnd.getAsLong();
    }

    /** Notes what is written, some of which may be lost with the leader. */
    public void noteWritten() {
        highestWrittenEnd = Math.max(highestWrittenEnd, writtenEnd());
    }

    /** The highest {@link #writtenEnd} so far, also of what was lost with a leader. */
    public long highestWrittenEnd() {
        return Math.max(highestWrittenEnd, writtenEnd());
    }

    /**
     * Adds a chunk that was committed.
     *
     * @param exactlyOnce tells of which publishers each message must be there once
     * @param order tells which messages need not be in order
     */
    public void add(Chunk chunk, IntPredicate exactlyOnce, SendingOrder order) {
        end = chunk.chunkId();
        lastChunk = end;
        BatchData.Messages each = (bytes, messageEnd) -> {
            int publisher = Payload.publisher(bytes, messageEnd);
            long number = Payload.number(bytes, messageEnd);
            add(new Stored(end++, publisher, number, chunk.chunkId(), chunk.timestamp()), exactlyOnce, order);
        };
        ChunkEntries entries = new ChunkEntries(chunk);
        while (entries.hasNext()) {
            entries.next();
            if (chunk.array()[entries.position()] < 0) {
                BatchData.read(chunk.array(), entries.position(), each);
            } else {
                each.message(chunk.array(), entries.dataPosition() + entries.dataLength());
            }
        }
        entries.checkEnd();
    }

    private void add(Stored message, IntPredicate exactlyOnce, SendingOrder order) {
        int count = copies.merge(key(message.publisher, message.number), 1, Integer::sum);
        if (exactlyOnce.test(message.publisher)) {
            findings.check(count == 1, "a named publisher's message is stored once", () -> "" + message);
        }
        long highest = highestNumbers.merge(message.publisher, message.number, Math::max);
        if (highest > message.number) {
            findings.check(
                    mayFollowAll(message, order),
                    "a named publisher's messages are stored in order",
                    () -> message + " after number " + highest);
        }
        messages.add(message);
    }

    /** Whether a message may be stored after all those that were sent later and are stored. */
    private boolean mayFollowAll(Stored message, SendingOrder order) {
        return messages.stream()
                .filter(each -> each.publisher == message.publisher && each.number > message.number)
                .allMatch(each -> order.mayFollow(message.publisher, message.number, each.number));
    }

    private static long key(int publisher, long number) {
        return (long) publisher << 40 | number;
    }

    /** Whether a message was ever stored, here or in a stream that has replaced this one. */
    public boolean contains(int publisher, long number) {
        return copies.containsKey(key(publisher, number)) || successor != null && successor.contains(publisher, number);
    }

    /** The offset after the last message. */
    public long end() {
        return end;
    }

    /** The first offset of the last chunk. */
    public long lastChunk() {
        return lastChunk;
    }

    /** The offset after the chunk of a message, by the message's position. */
    public long endOfChunk(int position) {
        long chunk = messages.get(position).chunk;
        int last = position;
        while (last + 1 < messages.size() && messages.get(last + 1).chunk == chunk) {
            last++;
        }
        return messages.get(last).offset + 1;
    }

    /** The number of messages. */
    public int size() {
        return messages.size();
    }

    /** A message by its position, not its offset. */
    public Stored get(int position) {
        return messages.get(position);
    }

    /** The position of the first message at or after an offset; {@link #size()} if there is none. */
    public int positionOf(long offset) {
        int low = 0;
        int high = messages.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (messages.get(middle).offset < offset) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }
}
