package io.rbfly.demo.console;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Formats durations for people. */
public final class Words {
    private static final int MAX_LIST_LENGTH = 6;

    private Words() {}

    /** Formats a duration in seconds with one decimal place, or in milliseconds below one second. */
    public static String of(Duration duration) {
        long millis = duration.toMillis();
        return millis < 1000 ? millis + " ms" : String.format(Locale.ROOT, "%.1f s", millis / 1e3);
    }

    /** Formats a list of durations; if there are many, only the shortest and the longest. */
    public static String of(List<Duration> durations) {
        if (durations.size() > MAX_LIST_LENGTH) {
            return of(Collections.min(durations)) + " to " + of(Collections.max(durations));
        }
        return durations.stream().map(Words::of).collect(Collectors.joining(", "));
    }
}
