package io.rbfly.simulation.run;

import io.rbfly.simulation.world.Trace;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Locale;

/** Keeps the last lines of a trace, without the bytes of connections. */
final class TraceTail implements Trace.Output {
    private static final int LINES = 30;
    private static final String BYTES = "  bytes of";

    private final ArrayDeque<String> lines = new ArrayDeque<>();

    /** A line of a trace. */
    static String line(long nanos, String text) {
        return String.format(Locale.ROOT, "%12.6f %s", nanos / 1e9, text);
    }

    @Override
    public void event(long nanos, String text) {
        if (text.startsWith(BYTES)) {
            return;
        }
        if (lines.size() == LINES) {
            lines.remove();
        }
        lines.add(line(nanos, text));
    }

    /** The last lines, the latest at the end. */
    List<String> lines() {
        return List.copyOf(lines);
    }
}
