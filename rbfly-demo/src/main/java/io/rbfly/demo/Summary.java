package io.rbfly.demo;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rbfly.demo.console.Table;
import io.rbfly.demo.console.Words;
import io.rbfly.demo.timeline.Timeline;
import io.rbfly.demo.timeline.Timeline.Link;
import io.rbfly.demo.timeline.Timeline.Span;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The result of a run, for people and for programs. A snapshot that does not change after its creation. */
final class Summary {
    private final List<Duration> calculations;
    private final long messagesRead;
    private final @Nullable Long firstOffset;
    private final @Nullable Long lastOffset;
    private final long missing;
    private final long repeated;
    private final long outOfOrder;
    private final int heartbeatsSent;
    private final int heartbeatsReceived;
    private final long closedByBroker;
    private final long reconnects;
    private final long longestBlockMillis;
    private final long longestPauseMillis;

    Summary(Timeline timeline, Received received) {
        calculations = timeline.calculations().stream().map(Span::length).collect(Collectors.toUnmodifiableList());
        messagesRead = received.count();
        firstOffset = received.firstOffset();
        lastOffset = received.lastOffset();
        missing = received.missing();
        repeated = received.repeated();
        outOfOrder = received.outOfOrder();
        heartbeatsSent = timeline.heartbeatsSent().size();
        heartbeatsReceived = timeline.heartbeatsReceived().size();
        closedByBroker = timeline.links().stream().filter(Link::closedByPeer).count();
        reconnects = timeline.links().stream().filter(link -> link.reconnect).count();
        longestBlockMillis = longestMillis(timeline.blocks());
        longestPauseMillis = longestMillis(timeline.pauses());
    }

    /** Returns whether each message was received once and in order. */
    boolean nothingLost() {
        return missing == 0 && repeated == 0 && outOfOrder == 0;
    }

    long closedByBroker() {
        return closedByBroker;
    }

    /** Returns a table of several lines. */
    String text() {
        Table text = new Table("summary");
        text.row("calculations", calculations.size(), Words.of(calculations));
        text.row(
                "messages read",
                messagesRead,
                firstOffset == null ? "" : "offsets " + firstOffset + " to " + lastOffset);
        text.row("  missing", missing, "");
        text.row("  repeated", repeated, "");
        text.row("  out of order", outOfOrder, "");
        text.row("heartbeats sent", heartbeatsSent, "");
        text.row("heartbeats received", heartbeatsReceived, "");
        text.row("closed by the broker", closedByBroker, closedByBroker == 1 ? "connection" : "connections");
        text.row("reconnects", reconnects, "");
        text.row("longest block", longestBlockMillis, "ms of the event loop");
        text.row("longest pause", longestPauseMillis, "ms of the whole JVM");
        return text.text();
    }

    /** Returns a JSON object with a key for each figure. */
    String json() {
        ObjectMapper mapper = new ObjectMapper();
        ObjectNode object = mapper.createObjectNode();
        object.put("calculations", calculations.size());
        ArrayNode millis = object.putArray("calculationMillis");
        calculations.forEach(calculation -> millis.add(calculation.toMillis()));
        object.put("messagesRead", messagesRead);
        object.put("firstOffset", firstOffset);
        object.put("lastOffset", lastOffset);
        object.put("missing", missing);
        object.put("repeated", repeated);
        object.put("heartbeatsSent", heartbeatsSent);
        object.put("heartbeatsReceived", heartbeatsReceived);
        object.put("closedByBroker", closedByBroker);
        object.put("reconnects", reconnects);
        object.put("longestBlockMillis", longestBlockMillis);
        object.put("longestPauseMillis", longestPauseMillis);
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

    private static long longestMillis(List<Span> spans) {
        return spans.stream()
                .map(Span::length)
                .mapToLong(Duration::toMillis)
                .max()
                .orElse(0);
    }
}
