package io.rbfly.demo.console;

import java.io.PrintStream;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Prints lines for the user, each with its time. Thread safe. */
public final class Console {
    static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss.SSS", Locale.ROOT);

    private final PrintStream out;

    public Console(PrintStream out) {
        this.out = out;
    }

    public void print(String format, Object... arguments) {
        // A single call, so that lines of several threads are not mixed.
        out.println(TIME.format(LocalTime.now()) + " " + String.format(Locale.ROOT, format, arguments));
    }
}
