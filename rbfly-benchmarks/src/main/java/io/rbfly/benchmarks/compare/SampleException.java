package io.rbfly.benchmarks.compare;

/** A sample could not be taken, or its counts were wrong. */
final class SampleException extends Exception {
    private static final long serialVersionUID = 1;

    SampleException(String message) {
        super(message);
    }
}
