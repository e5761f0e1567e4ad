package io.rbfly.simulation.watch;

import io.rbfly.client.api.event.ClientEvent;
import io.rbfly.simulation.model.Findings;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The watches of the requests of a client's connections, by the names of these. */
final class RequestWatches {
    private static final Pattern UNANSWERED = Pattern.compile("no answer to (\\w+) within (\\d+) ms");

    private final Map<String, RequestWatch> byName = new HashMap<>();

    /** A connection has told its name. */
    void named(String name, RequestWatch watch) {
        byName.put(name, watch);
    }

    /** A connection has ended: checks that a request had its time, if this is because it was not answered. */
    void closed(ClientEvent.ConnectionClosed event, long nanos, Findings findings) {
        Matcher unanswered = UNANSWERED.matcher(String.valueOf(event.cause()));
        RequestWatch watch = byName.get(event.connection());
        if (watch != null && unanswered.find()) {
            long limit = Duration.ofMillis(Long.parseLong(unanswered.group(2))).toNanos();
            watch.unanswered(unanswered.group(1), limit, nanos, findings);
        }
    }
}
