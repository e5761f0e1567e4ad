package io.rbfly.testkit.broker.differential.wire;

import io.netty.buffer.ByteBuf;
import io.rbfly.protocol.wire.CommandKey;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Sorts what a connection receives into the channels of the transcript, and knows which requests were answered. */
public final class ReceivedFrames {
    private static final Duration LATE = Duration.ofSeconds(2);

    private final String connection;
    private final Transcript transcript;
    private final FrameText texts;
    private final Coverage coverage;
    private final Map<Integer, String> outstanding = new HashMap<>();
    private final Map<Integer, Long> sent = new HashMap<>();
    private final Map<Integer, Integer> settled = new HashMap<>();
    private final Map<Integer, Integer> updates = new HashMap<>();
    private final Set<Integer> keys = new HashSet<>();
    private String step = "";
    private boolean recorded = true;
    private boolean closing;
    private boolean ended;

    public ReceivedFrames(String connection, Transcript transcript, FrameText texts, Coverage coverage) {
        this.connection = connection;
        this.transcript = transcript;
        this.texts = texts;
        this.coverage = coverage;
    }

    /** Sets whether frames are written to the transcript: those of a handshake that is not the subject are not. */
    public void record(boolean recorded) {
        synchronized (transcript) {
            this.recorded = recorded;
        }
    }

    /** Sets the number of the step that is executed. */
    public void step(int number) {
        synchronized (transcript) {
            step = ", step " + number;
        }
    }

    /**
     * A request that will be sent.
     *
     * @param channel where its answer is mentioned, empty if only in that of the connection
     */
    public void expect(int correlationId, String channel) {
        synchronized (transcript) {
            outstanding.put(correlationId, channel);
            sent.put(correlationId, System.nanoTime());
        }
    }

    public boolean answered(int correlationId) {
        return !outstanding.containsKey(correlationId);
    }

    /** Whether a frame with this key arrived, the response bit included. */
    public boolean has(int key) {
        return keys.contains(key);
    }

    /** The number of confirms and errors for a publisher. */
    public int settled(int publisherId) {
        return settled.getOrDefault(publisherId, 0);
    }

    /** The id of the last ConsumerUpdate for a subscription that was not answered yet, or -1. */
    public int takeUpdate(int subscriptionId) {
        synchronized (transcript) {
            Integer id = updates.remove(subscriptionId);
            return id == null ? -1 : id;
        }
    }

    /** The ids of all ConsumerUpdates that were not answered yet. */
    public List<Integer> takeUpdates() {
        synchronized (transcript) {
            List<Integer> ids = updates.values().stream().sorted().toList();
            updates.clear();
            return ids;
        }
    }

    /** Whether the broker will read no more. */
    public boolean isClosing() {
        return closing || ended;
    }

    public boolean isEnded() {
        return ended;
    }

    public void end() {
        synchronized (transcript) {
            ended = true;
            line("EOF");
            transcript.changed();
        }
    }

    public void accept(ByteBuf frame) {
        synchronized (transcript) {
            int key = frame.readUnsignedShort();
            int version = frame.readUnsignedShort();
            keys.add(key);
            int start = frame.readerIndex();
            try {
                accept(key, version, frame);
            } catch (IndexOutOfBoundsException e) {
                frame.readerIndex(start);
                line("unreadable " + texts.text(0, version, frame) + " of key " + key);
            }
            transcript.changed();
        }
    }

    private void accept(int key, int version, ByteBuf frame) {
        CommandKey command = CommandKey.of(key);
        if (command != null) {
            coverage.received(command);
        }
        if (command == CommandKey.PUBLISH_CONFIRM) {
            confirm(frame);
        } else if (command == CommandKey.PUBLISH_ERROR) {
            error(frame);
        } else if (command == CommandKey.DELIVER) {
            deliver(version, frame);
        } else if (command == CommandKey.METADATA_UPDATE) {
            String line = texts.code(frame) + " " + texts.string(frame);
            transcript.addSorted(connection + " unavailable", line + early());
        } else if (command == CommandKey.CONSUMER_UPDATE) {
            update(frame);
        } else {
            closing |= key == CommandKey.CLOSE.number();
            int id = frame.isReadable(4) ? frame.getInt(frame.readerIndex()) : -1;
            line(texts.text(key, version, frame) + late(command, id));
            if ((key & CommandKey.RESPONSE_BIT) != 0
                    || command == CommandKey.ROUTE
                    || command == CommandKey.PARTITIONS) {
                String channel = outstanding.remove(id);
                if (channel != null && !channel.isEmpty()) {
                    transcript.add(connection + " " + channel, "answer");
                }
            }
        }
    }

    /** Brokers wait before they refuse a login. */
    private String late(@Nullable CommandKey command, int id) {
        long start = sent.getOrDefault(id, System.nanoTime());
        boolean login = command == CommandKey.SASL_AUTHENTICATE || command == CommandKey.OPEN;
        return login && System.nanoTime() - start > LATE.toNanos() ? " late" : "";
    }

    /** Asynchronous frames that a request causes come after its answer. */
    private String early() {
        return outstanding.isEmpty() ? "" : " before the answer";
    }

    private void line(String text) {
        if (recorded) {
            transcript.add(connection, text);
        }
    }

    private void confirm(ByteBuf frame) {
        int publisher = frame.readUnsignedByte();
        for (long left = frame.readUnsignedInt(); left > 0; left--) {
            settled.merge(publisher, 1, Integer::sum);
            transcript.addSorted(channel("publisher", publisher) + step, "confirm " + frame.readLong());
        }
    }

    private void error(ByteBuf frame) {
        int publisher = frame.readUnsignedByte();
        for (long left = frame.readUnsignedInt(); left > 0; left--) {
            settled.merge(publisher, 1, Integer::sum);
            String line = "error " + frame.readLong() + " " + texts.code(frame);
            transcript.addSorted(channel("publisher", publisher) + step, line);
        }
    }

    private void deliver(int version, ByteBuf frame) {
        String channel = channel("subscription", frame.readUnsignedByte());
        ChunkText chunk = ChunkText.read(version, frame);
        chunk.entries().forEach(entry -> transcript.add(channel, entry));
        transcript.add(channel + Transcript.CHUNKS, chunk.header());
    }

    private void update(ByteBuf frame) {
        int id = frame.readInt();
        int subscription = frame.readUnsignedByte();
        updates.put(subscription, id);
        // If several groups change at once, their order is not defined, and so are the ids.
        transcript.addSorted(connection + " updates", "#" + id);
        String line = "update active " + frame.readUnsignedByte() + early();
        transcript.add(channel("subscription", subscription), line);
    }

    private String channel(String kind, int id) {
        return connection + " " + kind + " " + id;
    }
}
