package io.rbfly.client.loop;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Finds the code of the application that blocks the event loop in a stack trace. */
final class BlockedLoopReport {
    private static final int MAX_LINES = 30;
    private static final List<String> CLIENT =
            List.of("io.rbfly.client.", "io.rbfly.protocol.", "io.rbfly.codec.", "io.netty.");

    /** Packages that are not written by the application: the JDK, runtimes of languages, libraries. */
    private static final List<String> LIBRARIES = List.of(
            "java.",
            "javax.",
            "jdk.",
            "sun.",
            "com.sun.",
            "com.ea.async.",
            "kotlin.",
            "kotlinx.",
            "scala.",
            "groovy.lang.",
            "org.codehaus.groovy.",
            "org.apache.groovy.",
            "clojure.lang.",
            "reactor.",
            "org.reactivestreams.",
            "io.reactivex.",
            "io.smallrye.mutiny.",
            "org.springframework.",
            "org.slf4j.",
            "ch.qos.logback.",
            "org.apache.logging.",
            "org.apache.log4j.",
            "org.apache.commons.logging.",
            "com.google.common.",
            "io.micrometer.",
            "io.opentelemetry.");

    /** Names of generated code: classes of lambdas, proxies, bridges to private members. */
    private static final Pattern GENERATED_CLASS = Pattern.compile(
            "\\$\\$Lambda|\\$\\$Enhancer|\\$\\$FastClass|\\$\\$SpringCGLIB|\\$Proxy\\d|_\\$\\$_|\\$ByteBuddy\\$");

    private static final Pattern GENERATED_METHOD = Pattern.compile("access\\$\\d+");

    /**
     * {@code lambda$main$0} of javac, {@code main$lambda$0} and {@code main$lambda-0} of Kotlin,
     * {@code $anonfun$main$1} of Scala.
     */
    private static final Pattern LAMBDA = Pattern.compile(
            "lambda\\$(?<java>.+)\\$\\w+|(?<kotlin>.+?)\\$lambda[$-].*|\\$anonfun\\$(?<scala>.+?)(\\$adapted|\\$\\d+)*");

    private static final String ASYNC = "async$";

    private BlockedLoopReport() {}

    /**
     * Describes the method of the application that is running, with the library method in which it is running if any,
     * and the method that the client called if it is another one.
     */
    static String methods(List<StackTraceElement> stack) {
        if (stack.isEmpty()) {
            return "a thread that has ended";
        }
        List<StackTraceElement> frames = calledByClient(stack);
        if (frames.isEmpty()) {
            return name(stack.get(0));
        }
        StackTraceElement innermost = frames.get(0);
        StackTraceElement outermost = entry(frames);
        String called = name(stack.get(0));
        String name = name(innermost);
        String caller = name(outermost);
        return name
                + (stack.get(0).equals(innermost) || called.equals(name) ? "" : " (in " + called + ")")
                + (caller.equals(name) ? "" : ", called by " + caller);
    }

    /**
     * Returns the frames that belong to the last call of the application by the client. If there are none, those of the
     * client; otherwise none.
     */
    private static List<StackTraceElement> calledByClient(List<StackTraceElement> stack) {
        List<StackTraceElement> found = new ArrayList<>();
        List<StackTraceElement> client = new ArrayList<>();
        for (StackTraceElement element : stack) {
            if (startsWithAny(element, CLIENT)) {
                if (!found.isEmpty()) {
                    break; // the remaining frames are those of the client, which calls the application
                }
                client.add(element);
            } else if (!startsWithAny(element, LIBRARIES) && !isGenerated(element)) {
                found.add(element);
            }
        }
        return found.isEmpty() ? client.subList(0, Math.min(1, client.size())) : found;
    }

    /**
     * Returns the outermost frame, or the method below it if the frame is a lambda that only calls a method of its own
     * class.
     */
    private static StackTraceElement entry(List<StackTraceElement> frames) {
        int last = frames.size() - 1;
        while (last > 0
                && isLambda(frames.get(last))
                && outerClass(frames.get(last)).equals(outerClass(frames.get(last - 1)))) {
            last--;
        }
        return frames.get(last);
    }

    /** Returns the stack as text, innermost call first. */
    static String print(List<StackTraceElement> stack) {
        return stack.stream()
                .limit(MAX_LINES)
                .map(element -> "    at " + element)
                .collect(Collectors.joining("\n"));
    }

    private static boolean isGenerated(StackTraceElement element) {
        return GENERATED_CLASS.matcher(element.getClassName()).find()
                || GENERATED_METHOD.matcher(element.getMethodName()).matches();
    }

    private static boolean isLambda(StackTraceElement element) {
        return LAMBDA.matcher(element.getMethodName()).matches();
    }

    private static String outerClass(StackTraceElement element) {
        return element.getClassName().split("\\$", 2)[0];
    }

    /** Returns the name of a method. The generated name of a lambda is replaced by its location. */
    private static String name(StackTraceElement element) {
        String method = element.getMethodName();
        if (method.startsWith(ASYNC)) {
            method = method.substring(ASYNC.length());
        }
        Matcher lambda = LAMBDA.matcher(method);
        if (!lambda.matches()) {
            return element.getClassName() + "." + method;
        }
        String in = enclosing(lambda);
        String line = element.getFileName() == null || element.getLineNumber() < 0
                ? ""
                : " at " + element.getFileName() + ":" + element.getLineNumber();
        return "a lambda of " + element.getClassName() + (in.isEmpty() ? "" : "." + in) + line;
    }

    /** Returns the method that contains a lambda; empty if it has no name, for example in an initializer. */
    private static String enclosing(Matcher lambda) {
        for (String compiler : List.of("java", "kotlin", "scala")) {
            String method = lambda.group(compiler);
            if (method != null) {
                if (method.startsWith(ASYNC)) {
                    method = method.substring(ASYNC.length());
                }
                return method.equals("null") || method.equals("static") ? "" : method.equals("new") ? "<init>" : method;
            }
        }
        return "";
    }

    private static boolean startsWithAny(StackTraceElement element, List<String> prefixes) {
        return prefixes.stream().anyMatch(element.getClassName()::startsWith);
    }
}
