package io.rbfly.testkit.broker.differential;

import java.util.List;

/**
 * Commands for a broker on one or several connections.
 *
 * @param chunks whether the headers of chunks are compared: a script for which they are writes one entry after the
 *     other
 */
record Script(String name, boolean chunks, List<Step> steps) {
    /** The end of the names of channels that contain headers of chunks. */
    static final String CHUNKS = ", chunks";

    static Script of(String name, Step... steps) {
        return new Script(name, false, List.of(steps));
    }

    static Script withChunks(String name, Step... steps) {
        return new Script(name, true, List.of(steps));
    }

    /** The script with other steps. */
    Script with(List<Step> other) {
        return new Script(name, chunks, List.copyOf(other));
    }

    /** The steps as text, numbered as in the transcripts. */
    String text() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < steps.size(); i++) {
            text.append("    ").append(i + 1).append("  ").append(steps.get(i)).append('\n');
        }
        return text.toString();
    }
}
