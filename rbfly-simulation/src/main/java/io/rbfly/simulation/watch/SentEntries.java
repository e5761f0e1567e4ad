package io.rbfly.simulation.watch;

import io.netty.buffer.ByteBuf;
import io.rbfly.protocol.frame.PublishReader;
import io.rbfly.simulation.model.BatchData;
import io.rbfly.simulation.model.Payload;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Reads the messages and batches of a Publish frame, and tells the client's watch whose they are. */
final class SentEntries {
    private final Declared publisher;
    private final ClientWatch client;

    SentEntries(Declared publisher, ClientWatch client) {
        this.publisher = publisher;
        this.client = client;
    }

    void read(PublishReader reader, ByteBuf frame) {
        while (reader.next()) {
            if (reader.isBatch()) {
                batch(reader, frame);
                continue;
            }
            int end = reader.entryPosition() + reader.entryLength();
            List<Long> number = List.of(Payload.number(frame, end));
            client.published(
                    publisher,
                    Payload.publisher(frame, end),
                    new Entry(reader.publishingId(), number, reader.entryLength(), null));
        }
    }

    private void batch(PublishReader reader, ByteBuf frame) {
        byte[] entry = new byte[reader.entryLength()];
        frame.getBytes(reader.entryPosition(), entry);
        Set<Integer> of = new TreeSet<>();
        List<Long> numbers = new ArrayList<>();
        try {
            BatchData.read(entry, 0, (bytes, end) -> {
                of.add(Payload.publisher(bytes, end));
                numbers.add(Payload.number(bytes, end));
            });
        } catch (RuntimeException e) {
            client.findings().report("a batch is what its header says", publisher + ": " + e);
            return;
        }
        client.findings()
                .check(of.size() == 1, "a batch has messages of one publisher", () -> publisher + ": of " + of);
        long bytes = BatchData.plainLength(entry) - (long) Integer.BYTES * numbers.size();
        Entry sent = new Entry(reader.publishingId(), numbers, bytes, Arrays.hashCode(entry));
        of.forEach(id -> client.published(publisher, id, sent));
    }
}
