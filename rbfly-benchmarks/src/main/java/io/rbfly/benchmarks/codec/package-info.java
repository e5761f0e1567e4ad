/** Our AMQP codec beside its peers, with the same messages and the same settings. */
@NullMarked
package io.rbfly.benchmarks.codec;

import org.jspecify.annotations.NullMarked;
