package io.rbfly.simulation.network;

import io.netty.buffer.ByteBuf;
import io.rbfly.simulation.world.World;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** One direction of a connection: bytes arrive in order, after a time, as long as the receiver reads. */
final class Pipe {
    private static final int MAX_SHOWN = 48;
    /**
     * How long a system sends lost bytes again before it gives the connection up. It is a quarter of an hour with
     * Linux, and shorter here, so that everything is well again within ten minutes.
     */
    private static final Duration RETRANSMISSION = Duration.ofMinutes(4);

    private final World world;
    private final RandomGenerator random;
    private final LinkSettings settings;
    /** The other direction, in which the receiver resets the connection; null if it does not. */
    private final @Nullable Pipe back;

    private final ArrayDeque<byte[]> inFlight = new ArrayDeque<>();
    private final ArrayDeque<byte[]> received = new ArrayDeque<>();
    private @Nullable SimulatedChannel receiver;
    private @Nullable SimulatedChannel sender;
    private int position; // in the first received array
    private int receivedBytes;
    private int usedBytes;
    private long lastArrival;
    private boolean ended;
    private boolean lost;
    private boolean givingUp;
    private boolean receiverOpen = true;
    /** How many bytes are still sent before something happens. */
    private long left = Long.MAX_VALUE;

    private Runnable whenNoneLeft = () -> {};

    /**
     * Creates one direction.
     *
     * @param back the other direction if the receiver resets the connection when bytes arrive that nobody reads
     */
    Pipe(World world, RandomGenerator random, LinkSettings settings, @Nullable Pipe back) {
        this.world = world;
        this.random = random;
        this.settings = settings;
        this.back = back;
    }

    void connect(SimulatedChannel from, SimulatedChannel to) {
        sender = from;
        receiver = to;
    }

    /** Takes bytes as far as there is room; returns how many. */
    int send(ByteBuf bytes) {
        int length = Math.min(bytes.readableBytes(), settings.bufferBytes() - usedBytes);
        if (length <= 0) {
            return 0;
        }
        byte[] copy = new byte[length];
        bytes.getBytes(bytes.readerIndex(), copy);
        usedBytes += length;
        world.trace().event(Arrays.hashCode(copy), () -> describe(copy));
        if (!lost) {
            int last = (int) Math.min(length, left);
            inFlight.add(last == length ? copy : Arrays.copyOf(copy, last));
            world.at(nextArrival(), this::arrive);
            left -= left == Long.MAX_VALUE ? 0 : last;
            if (left == 0) {
                lost = true;
                whenNoneLeft.run();
            }
        } else if (!givingUp) {
            givingUp = true;
            world.at(world.nanoTime() + RETRANSMISSION.toNanos(), this::giveUp);
        }
        return length;
    }

    private void giveUp() {
        if (sender != null) {
            sender.closeNow();
        }
    }

    private String describe(byte[] bytes) {
        String start = HexFormat.of().formatHex(bytes, 0, Math.min(bytes.length, MAX_SHOWN));
        return "  bytes of " + (sender == null ? "?" : sender.name()) + ": " + bytes.length + (lost ? " lost " : " ")
                + start;
    }

    private long nextArrival() {
        long jitter = settings.jitter().toNanos();
        lastArrival = Math.max(
                lastArrival,
                world.nanoTime() + settings.latency().toNanos() + (jitter == 0 ? 0 : random.nextLong(jitter)));
        return lastArrival;
    }

    /** Nothing arrives for a time. */
    void stall(Duration duration) {
        lastArrival = Math.max(lastArrival, world.nanoTime() + duration.toNanos());
    }

    /** Nothing arrives any more, and nobody notices. */
    void lose() {
        lost = true;
        inFlight.clear();
    }

    /** Loses everything after some more bytes, and then does something. */
    void endAfter(long bytes, Runnable action) {
        left = bytes;
        whenNoneLeft = action;
    }

    /** Takes back {@link #endAfter}, unless it has happened. */
    void endNever() {
        left = Long.MAX_VALUE;
    }

    /** No bytes follow those that were sent. */
    void end() {
        if (!lost) {
            world.at(nextArrival(), () -> {
                ended = true;
                wakeReceiver();
            });
        }
    }

    /**
     * The receiver has closed its end. If a client has, its system answers what the node has sent or sends with a
     * reset: so a node learns of it that cannot read, since its bytes do not leave. In the other direction there is
     * none, as a reset would take what the node has sent before; nodes avoid that.
     */
    void receiverClosed() {
        if (!lost && receivedBytes > 0) {
            reset();
        }
        receiverOpen = false;
    }

    /** A reset follows what the receiver has sent. */
    private void reset() {
        if (back != null && !back.lost) {
            world.at(
                    Math.max(
                            back.lastArrival,
                            world.nanoTime() + settings.latency().toNanos()),
                    this::giveUp);
        }
    }

    private void arrive() {
        byte[] bytes = inFlight.poll();
        if (bytes == null) {
            return; // lost meanwhile
        } else if (!receiverOpen) {
            reset();
            return;
        }
        received.add(bytes);
        receivedBytes += bytes.length;
        wakeReceiver();
    }

    private void wakeReceiver() {
        if (receiver != null) {
            receiver.arrived();
        }
    }

    /** The bytes that the receiver may read. */
    int readableBytes() {
        return receivedBytes;
    }

    /** Whether everything was read and no more will come. */
    boolean isAtEnd() {
        return ended && receivedBytes == 0 && inFlight.isEmpty();
    }

    /** Reads into a buffer. */
    void read(ByteBuf into, int maxBytes) {
        int wanted = settings.splits() ? 1 + random.nextInt(Math.min(receivedBytes, maxBytes)) : maxBytes;
        while (wanted > 0 && receivedBytes > 0) {
            byte[] first = received.element();
            int length = Math.min(wanted, first.length - position);
            into.writeBytes(first, position, length);
            position += length;
            wanted -= length;
            receivedBytes -= length;
            usedBytes -= length;
            if (position == first.length) {
                received.remove();
                position = 0;
            }
        }
        if (sender != null) {
            sender.writable();
        }
    }
}
