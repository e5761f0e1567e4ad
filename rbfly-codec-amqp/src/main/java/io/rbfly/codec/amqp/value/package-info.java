/** AMQP 1.0 values: read from octets, skipped, compared. */
@NullMarked
package io.rbfly.codec.amqp.value;

import org.jspecify.annotations.NullMarked;
