package io.rbfly.testkit.embedded.cluster;

import java.util.regex.Pattern;

/**
 * The names that a user may use, as regular expressions that must match a part of a name, as brokers do. An empty one
 * permits nothing.
 *
 * @param configure streams and exchanges that the user may create and delete
 * @param write streams that the user may publish to
 * @param read streams that the user may read
 */
public record Permissions(Pattern configure, Pattern write, Pattern read) {
    /** Permits everything. */
    public static final Permissions ALL = of(".*", ".*", ".*");

    /** Compiles three regular expressions. */
    public static Permissions of(String configure, String write, String read) {
        return new Permissions(compile(configure), compile(write), compile(read));
    }

    private static Pattern compile(String expression) {
        return Pattern.compile(expression.isEmpty() ? "^$" : expression);
    }

    /** Whether the user may create and delete a stream or an exchange. */
    public boolean mayConfigure(String name) {
        return configure.matcher(name).find();
    }

    /** Whether the user may publish to a stream. */
    public boolean mayWrite(String name) {
        return write.matcher(name).find();
    }

    /** Whether the user may read a stream. */
    public boolean mayRead(String name) {
        return read.matcher(name).find();
    }
}
