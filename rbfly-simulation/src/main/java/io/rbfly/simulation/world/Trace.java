package io.rbfly.simulation.world;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What happened in a run: always as a hash, which tells whether two runs are the same; as text on demand. */
public final class Trace {
    private final World world;
    private final @Nullable Output output;
    private long hash = 17;

    /** Takes the lines of a trace. */
    @FunctionalInterface
    public interface Output {
        /** Takes an event with its time in nanoseconds. */
        void event(long nanos, String text);
    }

    Trace(World world, @Nullable Output output) {
        this.world = world;
        this.output = output;
    }

    /** Adds to the hash only. */
    public void mix(long value) {
        hash = (hash ^ value) * 0x9E3779B97F4A7C15L;
        hash ^= hash >>> 29;
    }

    /** Adds an event, whose text is made only if somebody reads it. */
    public void event(long value, Supplier<String> text) {
        mix(world.nanoTime());
        mix(value);
        note(text);
    }

    /** Adds a line to the text only: what follows from draws that are in the hash already. */
    public void note(Supplier<String> text) {
        if (output != null) {
            output.event(world.nanoTime(), text.get());
        }
    }

    /** The hash of everything so far. */
    public long hash() {
        return hash;
    }
}
