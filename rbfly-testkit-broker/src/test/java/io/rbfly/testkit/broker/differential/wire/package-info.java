/** Connections that send any bytes, and the frames that brokers send as text. */
@NullMarked
package io.rbfly.testkit.broker.differential.wire;

import org.jspecify.annotations.NullMarked;
