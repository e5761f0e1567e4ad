package io.rbfly.benchmarks.compare;

/** A sample could not be taken, or its counts were wrong. */
final class SampleException extends Exception {
    private static final long serialVersionUID = 1;

    private final boolean isFinal;

    SampleException(String message, boolean isFinal) {
        super(message);
        this.isFinal = isFinal;
    }

    /** Returns whether another attempt would fail, too. */
    boolean isFinal() {
        return isFinal;
    }
}
