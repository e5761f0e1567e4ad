package io.rbfly.demo.groups;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rbfly.demo.console.Table;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** The result of a run, for people and for programs. A snapshot that does not change after its creation. */
final class GroupsSummary {
    private final int partitions;
    private final long processed;
    private final boolean complete;
    private final long missing;
    private final long repeated;
    private final long repeatedAfterLoss;
    private final long outOfOrder;
    private final long strayKeys;
    private final HandOvers handOvers;

    GroupsSummary(ReadersTimeline timeline, ProcessedCheck check) {
        partitions = timeline.partitions().size();
        processed = check.processed();
        complete = check.isComplete();
        missing = check.missing();
        repeated = check.repeated();
        repeatedAfterLoss = check.repeatedAfterLoss();
        outOfOrder = check.outOfOrder();
        strayKeys = check.strayKeys();
        handOvers = new HandOvers(timeline.readings());
    }

    /**
     * Returns whether all messages were processed in order, by one consumer at a time, and none twice but after a kill.
     */
    boolean asPromised() {
        return missing == 0 && repeated == 0 && outOfOrder == 0 && strayKeys == 0 && handOvers.overlapping() == 0;
    }

    /** Returns a table of several lines. */
    String text() {
        return new Table("summary")
                .row("partitions", partitions, "")
                .row("handed over in order", handOvers.orderly(), "times")
                .row("taken over", handOvers.afterLoss(), "times, when a consumer was killed or disconnected")
                .row("two readers at once", handOvers.overlapping(), "times")
                .row("messages processed", processed, "")
                .row("  missing", missing, complete ? "" : "so far: not all were published")
                .row("  out of order", outOfOrder + strayKeys, "")
                .row("  repeated", repeated, "by an orderly hand-over")
                .row("  repeated after loss", repeatedAfterLoss, "those after the last stored offset")
                .text();
    }

    /** Returns the result in one line. */
    String line() {
        return String.format(
                Locale.ROOT,
                "%,d messages processed: %d missing, %d out of order, %d repeated by %d orderly hand-overs,"
                        + " %d after the kill",
                processed,
                missing,
                outOfOrder + strayKeys,
                repeated,
                handOvers.orderly(),
                repeatedAfterLoss);
    }

    /** Returns a JSON object with a key for each figure. */
    String json() {
        ObjectMapper mapper = new ObjectMapper();
        ObjectNode object = mapper.createObjectNode();
        object.put("partitions", partitions);
        object.put("handedOver", handOvers.orderly());
        object.put("takenOver", handOvers.afterLoss());
        object.put("twoReaders", handOvers.overlapping());
        object.put("messagesProcessed", processed);
        object.put("missing", missing);
        object.put("outOfOrder", outOfOrder);
        object.put("strayKeys", strayKeys);
        object.put("repeated", repeated);
        object.put("repeatedAfterLoss", repeatedAfterLoss);
        try {
            return mapper.writer(SerializationFeature.INDENT_OUTPUT).writeValueAsString(object)
                    + System.lineSeparator();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Writes the JSON. */
    void write(Path file) throws IOException {
        Files.writeString(file, json());
    }
}
