package io.rbfly.testkit.broker.differential.script;

import java.util.List;

/**
 * Commands for a broker on one or several connections.
 *
 * @param chunks whether the headers of chunks are compared: a script for which they are writes one entry after the
 *     other
 */
public record Script(String name, boolean chunks, List<Step> steps) {
    public static Script of(String name, Step... steps) {
        return new Script(name, false, List.of(steps));
    }

    public static Script withChunks(String name, Step... steps) {
        return new Script(name, true, List.of(steps));
    }

    /** The script with other steps. */
    public Script with(List<Step> other) {
        return new Script(name, chunks, List.copyOf(other));
    }

    /** The steps as text, numbered as in the transcripts. */
    public String text() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < steps.size(); i++) {
            text.append("    ").append(i + 1).append("  ").append(steps.get(i)).append('\n');
        }
        return text.toString();
    }
}
