package io.rbfly.demo.console;

import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Locale;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** Formats the client's log like the demo's own lines. */
public final class LogFormat extends Formatter {
    private final boolean whole;

    /**
     * Creates a format that prints messages of several lines completely, or only their first line. The watchdog's
     * warning contains a stack trace, from which the demo itself prints the relevant method.
     */
    LogFormat(boolean whole) {
        this.whole = whole;
    }

    /** Sets this format for all log handlers of the process. */
    public static void install(boolean whole) {
        for (Handler handler : Logger.getLogger("").getHandlers()) {
            handler.setFormatter(new LogFormat(whole));
        }
    }

    @Override
    public String format(LogRecord entry) {
        LocalTime time = LocalTime.ofInstant(entry.getInstant(), ZoneId.systemDefault());
        boolean warning = entry.getLevel().intValue() >= Level.WARNING.intValue();
        String level = warning ? entry.getLevel().getName().toLowerCase(Locale.ROOT) + ": " : "";
        String message = formatMessage(entry);
        String shown = whole ? message : message.lines().findFirst().orElse("");
        String cause = entry.getThrown() == null ? "" : " (" + entry.getThrown() + ")";
        return Console.TIME.format(time) + "   " + level + shown + cause + System.lineSeparator();
    }
}
