package io.rbfly.simulation.run;

import io.rbfly.client.api.error.StreamException;
import java.text.MessageFormat;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Passes on what is logged to the run in whose thread that happens. The client and Netty log exceptions that they catch
 * and that nobody else sees.
 */
public final class LogWatch extends Handler {
    private static final ThreadLocal<@Nullable Receiver> RECEIVER = new ThreadLocal<>();

    /** Takes what is logged. */
    interface Receiver {
        /** Takes an entry; with an exception if it is one that must not occur. */
        void logged(String text, @Nullable Throwable defect);
    }

    private LogWatch() {}

    /** Takes over the logs of this JVM, from a level on. */
    public static void install(Level level) {
        LogManager.getLogManager().reset();
        Logger root = Logger.getLogger("");
        root.setLevel(level);
        root.addHandler(new LogWatch());
    }

    /** Runs with a receiver of what is logged meanwhile, if the logs were taken over. */
    static <T> T during(Receiver receiver, Supplier<T> run) {
        RECEIVER.set(receiver);
        try {
            return run.get();
        } finally {
            RECEIVER.remove();
        }
    }

    @Override
    public void publish(LogRecord entry) {
        Receiver receiver = RECEIVER.get();
        if (receiver != null) {
            Throwable thrown = entry.getThrown();
            String text = "log " + entry.getLevel() + " " + entry.getLoggerName() + ": " + text(entry);
            receiver.logged(thrown == null ? text : text + ": " + thrown, defect(entry, text));
        }
    }

    /** The exception that must not occur; null if there is none. */
    private static @Nullable Throwable defect(LogRecord entry, String text) {
        Throwable thrown = entry.getThrown();
        if (isDefect(thrown)) {
            return thrown;
        }
        return entry.getLevel().intValue() < Level.SEVERE.intValue() ? null : new IllegalStateException(text, thrown);
    }

    private static String text(LogRecord entry) {
        Object[] parameters = entry.getParameters();
        String message = String.valueOf(entry.getMessage());
        return parameters == null || parameters.length == 0 ? message : MessageFormat.format(message, parameters);
    }

    private static boolean isDefect(@Nullable Throwable thrown) {
        if (thrown instanceof CompletionException) {
            return isDefect(thrown.getCause());
        }
        boolean expected = thrown instanceof StreamException
                || thrown instanceof RejectedExecutionException // of a pool
                || thrown instanceof CancellationException;
        return thrown instanceof Error || thrown instanceof RuntimeException && !expected;
    }

    @Override
    public void flush() {
        // Nothing is kept.
    }

    @Override
    public void close() {
        // Nothing is open.
    }
}
