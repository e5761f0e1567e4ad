package io.rbfly.benchmarks.codec;

/**
 * The measurement of one task with one codec.
 *
 * @param nanos median time of an operation in nanoseconds
 * @param octets the number of bytes that an operation allocates
 */
record Figure(double nanos, double octets) {}
