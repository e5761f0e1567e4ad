package io.rbfly.testkit.embedded.log;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.rbfly.protocol.command.subscribing.OffsetSpec;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Writes to a log, for tests. Every chunk is one second younger than the one before. */
final class LogWriter {
    static final OffsetSpec FIRST = new OffsetSpec.First();
    static final OffsetSpec LAST = new OffsetSpec.Last();
    static final OffsetSpec NEXT = new OffsetSpec.Next();

    final StreamLog log;
    long now = 1_000_000;
    long epoch = 1;

    LogWriter() {
        this(Retention.DEFAULT);
    }

    LogWriter(Retention retention) {
        log = new StreamLog(retention, bytes -> {});
    }

    static OffsetSpec at(long offset) {
        return new OffsetSpec.At(offset);
    }

    static ByteBuf entry(String message) {
        byte[] bytes = message.getBytes(StandardCharsets.UTF_8);
        return Unpooled.buffer().writeInt(bytes.length).writeBytes(bytes);
    }

    void add(String message) {
        addFiltered(message, null);
    }

    void addFiltered(String message, @Nullable String filterValue) {
        ByteBuf entry = entry(message);
        log.add(entry, 0, entry.readableBytes(), 1, filterValue, "", 0);
    }

    void addBatch(int messages) {
        ByteBuf entry = Unpooled.buffer().writeByte(0x80).writeShort(messages).writeInt(4 * messages);
        entry.writeInt(4 * messages).writeZero(4 * messages);
        log.add(entry, 0, entry.readableBytes(), messages, null, "", 0);
    }

    /** Adds a message of a named publisher, unless it is a duplicate. */
    boolean addNamed(String reference, long publishingId) {
        if (log.isDuplicate(reference, publishingId)) {
            return false;
        }
        ByteBuf entry = entry("x");
        log.add(entry, 0, entry.readableBytes(), 1, null, reference, publishingId);
        return true;
    }

    /** Writes what was added as a chunk that is not committed. */
    void write() {
        now += 1_000;
        log.write(now, epoch);
    }

    /** Writes what was added as a committed chunk. */
    void commit() {
        write();
        log.commit(log.endIndex());
    }

    /** Writes a committed chunk of messages. */
    void messages(int count) {
        for (int i = 0; i < count; i++) {
            add("m");
        }
        commit();
    }

    /** Writes a committed chunk that only tracks. */
    void offset(String reference, long offset) {
        log.storeOffset(reference, offset);
        commit();
    }
}
