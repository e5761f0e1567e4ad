package io.rbfly.client.loop;

import java.util.List;
import java.util.stream.Collectors;

/** Finds in a stack which code of the application holds the event loop. */
final class Blame {
    private static final int MOST_LINES = 30;
    private static final List<String> CLIENT = List.of("io.rbfly.client.", "io.netty.");
    private static final List<String> NEITHER = List.of("java.", "jdk.", "sun.", "com.ea.async.");

    private Blame() {}

    /** The method at work now, and the one of the application that the client called, if that is another. */
    static String methods(List<StackTraceElement> stack) {
        StackTraceElement innermost = null;
        StackTraceElement outermost = null;
        for (StackTraceElement element : stack) {
            if (startsWithAny(element, CLIENT)) {
                break; // from here on it is the client that calls the application
            }
            if (!startsWithAny(element, NEITHER) && !isMadeByCompiler(element)) {
                innermost = innermost == null ? element : innermost;
                outermost = element;
            }
        }
        if (innermost == null || outermost == null) {
            return stack.isEmpty() ? "a thread that has ended" : name(stack.get(0));
        }
        return innermost.equals(outermost) ? name(innermost) : name(innermost) + ", called by " + name(outermost);
    }

    /** The stack as text, innermost call first. */
    static String print(List<StackTraceElement> stack) {
        return stack.stream()
                .limit(MOST_LINES)
                .map(element -> "    at " + element)
                .collect(Collectors.joining("\n"));
    }

    /** A lambda's class and body have names that nobody wrote. */
    private static boolean isMadeByCompiler(StackTraceElement element) {
        return element.getClassName().contains("$$Lambda")
                || element.getMethodName().contains("lambda$");
    }

    private static String name(StackTraceElement element) {
        return element.getClassName() + "." + element.getMethodName();
    }

    private static boolean startsWithAny(StackTraceElement element, List<String> prefixes) {
        return prefixes.stream().anyMatch(element.getClassName()::startsWith);
    }
}
