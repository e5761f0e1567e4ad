package io.rbfly.demo.process;

/** The exit codes of the demo, beside the one of picocli for options that make no sense. */
public final class ExitCodes {
    public static final int OK = 0;
    public static final int FAILED = 1;
    /** The exit code that a shell reports for a process that was ended by Ctrl-C. */
    public static final int INTERRUPTED = 130;

    private ExitCodes() {}
}
