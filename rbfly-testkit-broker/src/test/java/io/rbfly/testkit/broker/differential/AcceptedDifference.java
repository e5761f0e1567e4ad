package io.rbfly.testkit.broker.differential;

import io.rbfly.testkit.broker.differential.script.Script;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The differences between the brokers that are accepted: lines that are made equal, or scripts that are not run. */
enum AcceptedDifference {
    MECHANISMS(
            "The order of the mechanisms is not defined.",
            line -> line.startsWith("sasl_handshake answer") ? sortedList(line) : line),
    COUNTS(
            "RabbitMQ ignores the count of the names in Metadata; clients count right.",
            "malformed: array with (too high a|too low a|a negative) count"),
    BYTES(
            "The embedded broker drops a client whose name is not UTF-8; RabbitMQ takes any bytes.",
            "malformed: name that is not UTF-8"),
    LONG_NAMES(
            "RabbitMQ has no leader for a stream whose directory gets too long a name; the embedded broker has none.",
            "stream name that is too long for a directory");

    private final String reason;
    private final UnaryOperator<String> change;
    private final Pattern scripts;

    AcceptedDifference(String reason, UnaryOperator<String> change) {
        this(reason, change, "");
    }

    /** @param scripts a regular expression for the names of scripts */
    AcceptedDifference(String reason, String scripts) {
        this(reason, UnaryOperator.identity(), scripts);
    }

    AcceptedDifference(String reason, UnaryOperator<String> change, String scripts) {
        this.reason = reason;
        this.change = change;
        this.scripts = Pattern.compile(scripts);
    }

    /** A line with the list at its end in alphabetical order. */
    private static String sortedList(String line) {
        int start = line.indexOf('[') + 1;
        return Arrays.stream(line.substring(start, line.length() - 1).split(", "))
                .sorted()
                .collect(Collectors.joining(", ", line.substring(0, start), "]"));
    }

    /** Why the embedded broker does not do the same. */
    String reason() {
        return reason;
    }

    /** Whether a script does nothing but show an accepted difference. */
    static boolean covers(Script script) {
        return Arrays.stream(values())
                .anyMatch(each -> each.scripts.matcher(script.name()).matches());
    }

    /** Makes all accepted differences disappear. */
    static void apply(Map<String, List<String>> channels) {
        for (AcceptedDifference each : values()) {
            channels.replaceAll((name, lines) -> lines.stream().map(each.change).toList());
        }
    }
}
