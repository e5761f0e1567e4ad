package io.rbfly.demo.timeline;

import io.rbfly.demo.timeline.Timeline.Link;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** The rows of the chart from top to bottom: three or four common rows, then three for each connection. */
final class Lanes {
    static final int CALCULATIONS = 0;
    static final int BLOCKS = 1;
    static final int MESSAGES = 2;

    private static final List<String> COMMON = List.of("calculations", "event loop blocked", "slow consumer reads");
    private static final int ROWS_PER_CONNECTION = 3;

    private final List<String> connections;
    private final List<String> common = new ArrayList<>(COMMON);

    /**
     * Creates the rows for connections; a connection that replaces another one has its name and its rows.
     *
     * @param pauses whether there is a row for pauses of the JVM, which are rare
     */
    Lanes(List<Link> links, boolean pauses) {
        if (pauses) {
            common.add("whole JVM paused");
        }
        connections = links.stream().map(link -> link.name).distinct().collect(Collectors.toUnmodifiableList());
    }

    /** Names of the connections in the order in which they were first opened. */
    List<String> connections() {
        return connections;
    }

    /** The row for pauses of the JVM, if there is one. */
    int pauses() {
        return COMMON.size();
    }

    int heartbeatsSent(String connection) {
        return common.size() + ROWS_PER_CONNECTION * connections.indexOf(connection);
    }

    int heartbeatsReceived(String connection) {
        return heartbeatsSent(connection) + 1;
    }

    int connection(String connection) {
        return heartbeatsSent(connection) + 2;
    }

    /** The labels of the rows. */
    List<String> labels() {
        List<String> labels = new ArrayList<>(common);
        for (String connection : connections) {
            String role = connection.substring(connection.lastIndexOf('-') + 1);
            labels.add(role + " heartbeats sent");
            labels.add(role + " heartbeats received");
            labels.add(role + " connection");
        }
        return labels;
    }
}
