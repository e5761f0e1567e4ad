/** Compares RbFly's AMQP codec with its peers, with the same messages and the same settings. */
@NullMarked
package io.rbfly.benchmarks.codec;

import org.jspecify.annotations.NullMarked;
