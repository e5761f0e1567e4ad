package io.rbfly.demo.console;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.logging.Filter;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/** Hides what the client logs of connections that the demo cuts itself. Thread safe. */
public final class LogFilter implements Filter {
    private final Formatter formatter = new SimpleFormatter();
    private final Set<String> hidden = ConcurrentHashMap.newKeySet();

    /** Sets this filter for all log handlers of the process. */
    public LogFilter install() {
        for (Handler handler : Logger.getLogger("").getHandlers()) {
            handler.setFilter(this);
        }
        return this;
    }

    /** Hides messages that begin with the name of a connection, from now on. */
    public void hide(String connection) {
        hidden.add(connection);
    }

    /** Shows them again. */
    public void show(String connection) {
        hidden.remove(connection);
    }

    @Override
    public boolean isLoggable(LogRecord entry) {
        return hidden.isEmpty() || hidden.stream().noneMatch(formatter.formatMessage(entry)::startsWith);
    }
}
