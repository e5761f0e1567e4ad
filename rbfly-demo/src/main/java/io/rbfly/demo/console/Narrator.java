package io.rbfly.demo.console;

import io.rbfly.client.api.event.ClientEvent;
import io.rbfly.client.api.event.ClientEvent.EventLoopBlocked;
import io.rbfly.client.api.event.ClientEvent.JvmPaused;
import java.util.List;
import java.util.function.Consumer;

/**
 * Prints which method of the demo blocked the event loop, and when the whole JVM was paused. Changes of connections are
 * in the client's log.
 */
public final class Narrator implements Consumer<ClientEvent> {
    /** What the names of the demo's classes begin with. */
    private static final String OURS = "io.rbfly.demo.";

    private final Console console;

    public Narrator(Console console) {
        this.console = console;
    }

    @Override
    public void accept(ClientEvent event) {
        if (event instanceof EventLoopBlocked) {
            EventLoopBlocked blocked = (EventLoopBlocked) event;
            console.print(
                    "the event loop was blocked by %s for %s", blocker(blocked.stack()), Words.of(blocked.blocked()));
        } else if (event instanceof JvmPaused) {
            console.print("the whole JVM was paused for %s", Words.of(((JvmPaused) event).pause()));
        }
    }

    /** Returns the outermost method of the demo that is neither a lambda nor in a nested class. */
    static String blocker(List<StackTraceElement> innermostFirst) {
        String found = "something outside of the demo";
        for (StackTraceElement frame : innermostFirst) {
            boolean named = !frame.getMethodName().contains("$")
                    && !frame.getClassName().contains("$");
            if (named && frame.getClassName().startsWith(OURS)) {
                String type = frame.getClassName();
                found = type.substring(type.lastIndexOf('.') + 1) + "." + frame.getMethodName();
            }
        }
        return found;
    }
}
