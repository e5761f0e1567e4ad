package io.rbfly.demo.console;

import java.io.PrintStream;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Lines for the person who watches, each with its time. Safe for any thread. */
public final class Console {
    static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss.SSS", Locale.ROOT);

    private final PrintStream out;

    public Console(PrintStream out) {
        this.out = out;
    }

    public void print(String format, Object... arguments) {
        // One call, so that lines of several threads do not mix.
        out.println(TIME.format(LocalTime.now()) + " " + String.format(Locale.ROOT, format, arguments));
    }
}
