package io.rbfly.benchmarks.codec;

/**
 * What was measured of one task with one codec.
 *
 * @param nanos median time of an operation in nanoseconds
 * @param octets what an operation allocates
 */
record Figure(double nanos, double octets) {}
